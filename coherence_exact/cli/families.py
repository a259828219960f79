"""``families``: the families of small models on which claims are decided."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import click

from coherence_exact.cli.shared import as_json_option, print_json, print_text, profile_option

if TYPE_CHECKING:
    from coherence_exact.families.named import Profile
    from coherence_exact.families.shapes import ShapeFamily
    from coherence_exact.report.families import Counts

_LOOKED_AT = 256


@click.command()
@click.argument("name", required=False)
@profile_option
@as_json_option
def families(name: str | None, profile: Profile, as_json: bool) -> None:
    """List the families of small models on which claims are decided.

    Each with how many models it has, one of each class of renamed ones, how many labelled models these stand
    for, and about how long deciding takes: the time that "re-training does not lower the success probability"
    needs on this machine, measured on a part.  With a NAME, the shapes of that family, each enumerated up to
    its complexity.
    """
    from coherence_exact.families import named
    from coherence_exact.report import families as report

    if name is not None:
        counted = [_counts(family) for family in named.shapes_of(name, False, profile)]
        if as_json:
            print_json({"family": name, "shapes": [report.shape_to_data(counts) for counts in counted]})
        else:
            print_text(report.shapes_table(counted))
        return
    listed = {
        known: [_counts(family) for family in named.shapes_of(known, False, profile)] for known in named.NAMES
    }
    if as_json:
        print_json({"families": [report.family_to_data(known, counted) for known, counted in listed.items()]})
    else:
        print_text(report.families_table(listed))


def _counts(family: ShapeFamily) -> Counts:
    from coherence_exact.report.families import Counts

    return Counts(
        family.shape, family.most_complexity, family.count, family.count_labelled(), _seconds(family)
    )


def _seconds(family: ShapeFamily) -> float:
    """About how long it takes to decide a plain reading on every model of a shape, measured on some."""
    import numpy as np

    from coherence_exact.definitions.conditioning import retrain
    from coherence_exact.definitions.returns import success_probability
    from coherence_exact.language.claims import Reading
    from coherence_exact.language.core import prior
    from coherence_exact.verify.together import decide_together

    relation = success_probability(prior) <= success_probability(retrain(prior))
    reading = Reading("success", "re-training does not lower the success probability", relation)
    rows = itertools.chain.from_iterable(family.blocks())
    codes = np.array(list(itertools.islice(rows, _LOOKED_AT)))
    decide_together(family, 0, codes[:1], {0: reading})
    begun = time.perf_counter()
    decide_together(family, 0, codes, {0: reading})
    return (time.perf_counter() - begun) * family.count / len(codes)
