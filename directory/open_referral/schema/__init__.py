"""The objects of Open Referral UK 3.0, as one schema for reading feeds, publishing ours and checking edits.

Source: the JSON Schemas of Open Referral UK 3.0, https://openreferraluk.org/specifications/3.0/schema/.
Fields that the UK profile leaves out are those of the Human Services Data Specification 3.0.
Names of objects and fields are the specification's, and the columns of our tables bear the same names.

Facts for which the standard has no field lie under the key `x_signpost` of an object. The `…Extension`
classes declare their fields.

Reading is lenient (see `lenient`). Texts are never None; an empty text means "not given".
"""
