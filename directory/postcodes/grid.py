"""Converts eastings and northings of the National Grid to latitude and longitude (WGS84), within about 5
metres.

Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B (Helmert) and C
(transverse Mercator).
"""

from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt, tan

# Airy 1830 and the National Grid's projection (annex A).
_A, _B = 6377563.396, 6356256.909
_F0, _LAT0, _LON0, _E0, _N0 = 0.9996012717, radians(49), radians(-2), 400000.0, -100000.0
_E2 = 1 - (_B * _B) / (_A * _A)
_N = (_A - _B) / (_A + _B)
# The ellipsoid GRS80, which WGS84 uses.
_WA, _WB = 6378137.0, 6356752.314140
_WE2 = 1 - (_WB * _WB) / (_WA * _WA)
# From OSGB36 to WGS84 in metres, seconds of arc and parts per million: the published parameters with
# reversed signs.
_TX, _TY, _TZ, _S = 446.448, -125.157, 542.060, 1 - 20.4894e-6
_RX, _RY, _RZ = (seconds / 3600 * pi / 180 for seconds in (0.1502, 0.2470, 0.8421))


def _meridian(lat: float) -> float:
    d, s, n2, n3 = lat - _LAT0, lat + _LAT0, _N * _N, _N**3
    return (_B * _F0) * (
        (1 + _N + 1.25 * n2 + 1.25 * n3) * d
        - (3 * _N + 3 * n2 + 2.625 * n3) * sin(d) * cos(s)
        + (1.875 * n2 + 1.875 * n3) * sin(2 * d) * cos(2 * s)
        - 35 / 24 * n3 * sin(3 * d) * cos(3 * s)
    )


def grid_to_airy(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude on the Airy ellipsoid (OSGB36), in radians, of a point in metres."""
    lat = _LAT0 + (northing - _N0) / (_A * _F0)
    while abs(rest := northing - _N0 - _meridian(lat)) >= 0.00001:
        lat += rest / (_A * _F0)
    sin2 = sin(lat) ** 2
    nu, rho = _A * _F0 / sqrt(1 - _E2 * sin2), _A * _F0 * (1 - _E2) / (1 - _E2 * sin2) ** 1.5
    eta2, t, sec = nu / rho - 1, tan(lat), 1 / cos(lat)
    t2, t4, t6 = t * t, t**4, t**6
    e = easting - _E0
    lat -= (
        t / (2 * rho * nu) * e**2
        - t / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2) * e**4
        + t / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t4) * e**6
    )
    lon = (
        _LON0
        + sec / nu * e
        - sec / (6 * nu**3) * (nu / rho + 2 * t2) * e**3
        + sec / (120 * nu**5) * (5 + 28 * t2 + 24 * t4) * e**5
        - sec / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t4 + 720 * t6) * e**7
    )
    return lat, lon


def grid_to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude in degrees (WGS84) of a point of the National Grid in metres."""
    lat, lon = grid_to_airy(easting, northing)
    nu = _A / sqrt(1 - _E2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), (1 - _E2) * nu * sin(lat)
    wx = _TX + _S * x - _RZ * y + _RY * z
    wy = _TY + _RZ * x + _S * y - _RX * z
    wz = _TZ - _RY * x + _RX * y + _S * z
    p = hypot(wx, wy)
    phi = atan2(wz, p * (1 - _WE2))
    for _ in range(5):
        phi = atan2(wz + _WE2 * _WA / sqrt(1 - _WE2 * sin(phi) ** 2) * sin(phi), p)
    return degrees(phi), degrees(atan2(wy, wx))
