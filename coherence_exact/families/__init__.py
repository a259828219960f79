"""Families of small models, enumerated completely, simplest first.

- :mod:`grid <.grid>`: the values of the parameters;
- :mod:`shapes <.shapes>`: the models of one shape, one of each class of renamed models;
- :mod:`named <.named>`: which shapes a family has, and how far each is enumerated.
"""
