"""The table of rules. Each is a module of this folder whose docstring is its page in the manual."""

from validators.context import Rule
from validators.rules import (
    arrival,
    caption_orphan,
    captions,
    files,
    links,
    media_out_of_period,
    missing_parts,
    nomination_missing_field,
    not_submitted,
    unit_unidentified,
)

RULES: dict[str, Rule] = {
    "not_submitted": not_submitted.check,
    "missing_parts": missing_parts.check,
    "arrival": arrival.check,
    "unit_unidentified": unit_unidentified.check,
    "links": links.check,
    "files": files.check,
    "captions": captions.check,
    "caption_orphan": caption_orphan.check,
    "media_out_of_period": media_out_of_period.check,
    "nomination_missing_field": nomination_missing_field.check,
}

# What each rule can say: when a rule breaks, its findings from before are left as they were.
CODES_OF: dict[str, tuple[str, ...]] = {
    "not_submitted": not_submitted.CODES,
    "missing_parts": missing_parts.CODES,
    "arrival": arrival.CODES,
    "unit_unidentified": unit_unidentified.CODES,
    "links": links.CODES,
    "files": files.CODES,
    "captions": captions.CODES,
    "caption_orphan": caption_orphan.CODES,
    "media_out_of_period": media_out_of_period.CODES,
    "nomination_missing_field": nomination_missing_field.CODES,
}
