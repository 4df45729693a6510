"""Settings of the directory that other systems and sites use."""

from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from core.setting_groups.patterns import HOST


class PublishingSettings(BaseSettings):
    """Under which licence the directory is published, and who may show it."""

    data_licence: str = Field(
        "Open Government Licence v3.0",
        min_length=1,
        description="Name of the licence under which the directory is published for other systems.",
    )
    data_licence_url: str = Field(
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        description="Web address of that licence.",
    )
    widget_hosts: str = Field(
        "",
        description="Host names of sites that may show our widget of services inside their pages, separated by "
        "commas; empty: none, and * is any site.",
    )

    @field_validator("data_licence_url")
    @classmethod
    def _address_of_licence(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(
                f"SIGNPOST_DATA_LICENCE_URL must be a web address with https://; it is {value!r}"
            )
        return value

    @field_validator("widget_hosts")
    @classmethod
    def _hosts_of_widget(cls, value: str) -> str:
        hosts = [host.strip() for host in value.split(",") if host.strip()]
        wrong = [host for host in hosts if host != "*" and not HOST.fullmatch(host)]
        if wrong:
            raise ValueError(
                "SIGNPOST_WIDGET_HOSTS must be host names separated by commas, such as www.example.org, or *; "
                f"{wrong[0]!r} is none"
            )
        return " ".join(hosts)
