"""``models``: the models that ship with the package."""

from __future__ import annotations

import click

from coherence_exact.cli.shared import as_json_option, print_json, print_text


@click.command()
@as_json_option
def models(as_json: bool) -> None:
    """List the models that ship with the program.

    Every command takes their names in place of a MODEL file.
    """
    from coherence_exact.mdp.files import load_model
    from coherence_exact.papers import examples
    from coherence_exact.report import terminal

    found = {name: load_model(file) for name, file in examples.files().items()}
    if as_json:
        listed = [
            {
                "name": name,
                "title": model.name,
                "horizon": model.horizon,
                "states": len(model.states),
                "deterministic": model.is_deterministic,
                "file": str(examples.file_of(name)),
            }
            for name, model in found.items()
        ]
        print_json({"models": listed})
    else:
        print_text(terminal.models_table(found))
