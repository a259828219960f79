"""What is shown of results: to programs, on a terminal, and on pages.

- :mod:`data <.data>`: JSON; :mod:`numbers <.numbers>`: exact numbers as people read them;
- :mod:`terminal <.terminal>`: tables; :mod:`screen <.screen>`: the answer on one screen;
  :mod:`vocabulary <.vocabulary>`: the definitions;
- :mod:`findings <.findings>`: what decisions amount to, claim by claim;
- :mod:`counterexamples <.counterexamples>`: models in a few lines, and what fails on them;
- :mod:`drawing <.drawing>`: models as graphs over time; :mod:`notebooks <.notebooks>`: values in notebooks;
- :mod:`pages <.pages>`: Markdown, with counterexamples worked by hand (:mod:`worked <.worked>`) and theorems
  (:mod:`argued <.argued>`);
- :mod:`run <.run>`: the certificates of a folder read back; :mod:`evidence <.evidence>`: on what verdicts
  rest; :mod:`html <.html>` and :mod:`latex <.latex>`: the documents made of them, with :mod:`prose <.prose>`
  that people have written and :mod:`steps <.stepping>` of examples.
"""
