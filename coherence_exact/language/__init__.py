"""The language in which definitions and claims are data: tables over spaces, a core of operations, terms.

- :mod:`sorts <.sorts>`: spaces, and what a term denotes;
- :mod:`terms <.terms>`: terms, and how each operation is checked;
- :mod:`core <.core>`: the operations as Python functions;
- :mod:`definitions <.definitions>`: ``@define``;
- :mod:`data <.data>`: all of it as JSON;
- :mod:`text <.text>`: terms from text; :mod:`notation <.notation>`: as formulas in Unicode, LaTeX and MathML;
- :mod:`claims <.claims>`: claims, readings and the domains over which they are quantified.

Nothing here knows a definition of any paper.
"""

# core makes terms as it is imported, terms ask what a definition is, and definitions need core: whatever is
# asked for first, core has to be.
import coherence_exact.language.core  # noqa: F401
