"""Certificates, genuine and forged, and what the independent checker says of each.

`genuine` states claims with the public language and writes their certificates, which stand in `valid/`;
`editing` alters certificates; each module of `forgeries` is a table of alterations, with reasons.
"""
