"""Formulas: the paper's notation in Unicode, LaTeX and MathML."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from coherence_exact.claims import coherent, expected_return, fold, incoherence, retrain, temperature
from coherence_exact.definitions.coherence import boltzmann, greedy_limit, unique_maxima
from coherence_exact.definitions.conditioning import condition, posterior, retrain_limit, uniform
from coherence_exact.definitions.divergences import kl, row_kl, supported_in
from coherence_exact.definitions.folding import ratio, weights_f
from coherence_exact.definitions.hypotheses import (
    action_sequences,
    at_last_time,
    deterministic,
    finite,
    full_support,
    horizon_at_least,
    iff,
    implies,
    proportional,
    proportional_to_weights,
    success_everywhere,
    terminal_rewards,
)
from coherence_exact.definitions.optimality import least_lookahead, lookahead_q, optimal_success
from coherence_exact.definitions.returns import discounted_return, occupancy, success_probability
from coherence_exact.definitions.sampling import best_of, law, law_given_start
from coherence_exact.definitions.values import ahead, best, soft_q, soft_v, soft_v_of
from coherence_exact.language.core import (
    at,
    at_least,
    at_most,
    back,
    below,
    both,
    chance,
    count,
    dynamics,
    either,
    end_of,
    ending,
    equal,
    every,
    forth,
    greater,
    horizon,
    if_,
    index,
    infinity,
    into,
    largest,
    last,
    least,
    left,
    log,
    negation,
    prior,
    product_along,
    repeat,
    right,
    same,
    second_policy,
    share,
    smallest,
    some,
    start,
    successor,
    sum_along,
    symbol,
    tail_product,
    through,
    time,
    total,
    weight,
    where,
)
from coherence_exact.language.definitions import Choices, Definition, Number, Points, Policy, Truth, define
from coherence_exact.language.notation import (
    as_formula,
    as_latex,
    as_mathml,
    definition_as_formula,
    definition_as_latex,
    definition_as_mathml,
)
from coherence_exact.language.sorts import NUMBER, POLICY
from coherence_exact.language.terms import Term, number, variable
from hypothesis import given
from hypothesis import strategies as st

from tests.language.strategies import terms
from tests.language.test_data import _definitions

x, y = symbol("x"), symbol("y")


@pytest.mark.parametrize(
    ("term", "formula"),
    [
        (retrain(prior, 2), "G^2(p)"),
        (retrain(prior), "G(p)"),
        (retrain(prior, 24), "G^{24}(p)"),
        (retrain(prior, horizon), "G^T(p)"),
        (retrain(prior, index - 1), "G^{k − 1}(p)"),
        (retrain(retrain(prior, 2)), "G(G^2(p))"),
        (at_least(expected_return(retrain(prior, 2)), expected_return(prior)), "J(p) ≤ J(G^2(p))"),
        (incoherence(prior, "1/2"), "κ_{δ=1/2}(p)"),
        (incoherence(prior, 1 / index), "κ_{δ=1/k}(p)"),
        (incoherence(prior, number(4) ** -index), "κ_{δ=4^{−k}}(p)"),
        (equal(fold(prior, 2, "ratio"), coherent(prior, horizon, "1/2")), "F_2^ratio(p) = B_{δ=1/2}^T(p)"),
        (law(prior), "p_p(ξ)"),
        (law(second_policy), "p_{π'}(ξ)"),
        (law(retrain(prior, 2)), "p_{G^2(p)}(ξ)"),
        (law_given_start(prior), "p_p(ξ|s_1)"),
        (kl(prior, retrain(prior)), "KL_ξ(p ‖ G(p))"),
        (row_kl(prior, uniform), "KL(p(·|s) ‖ u(·|s))"),
        (temperature(prior, 2), "π_{α=2}(p)"),
        (retrain_limit(prior), "G^∞(p)"),
        (greedy_limit(prior), "π*(p)"),
        (equal(soft_q(prior), weight), "q[p] = w"),
        (condition(prior, weight**2), "G[w^2](p)"),
        (action_sequences, "|A|^T"),
        (2 * action_sequences, "2·|A|^T"),
        (optimal_success - success_probability(prior), "max S − S(p)"),
        (weights_f(prior, 3), "e^{r_3}[F(p)]"),
        (finite(expected_return(prior)), "J(p) finite"),
        (proportional_to_weights(prior, 1), "p ∝ w where w > 0"),
        (supported_in(prior, second_policy), "supp p ⊆ supp π' where visited"),
        (equal(best_of(prior, 3), law(prior)), "best of 3 samples of p = p_p(ξ)"),
        (horizon_at_least(2), "T ≥ 2"),
        (negation(horizon_at_least(2)), "T < 2"),
        (negation(deterministic), "not (deterministic τ)"),
        (negation(success_everywhere(prior)), "not (v[p] > 0)"),
        (negation(equal(soft_q(prior), weight)), "not (q[p] = w)"),
        (negation(same(prior, 0)), "p ≠ 0"),
        (negation(prior < weight), "p ≥ w"),
        (negation(last), "t ≠ T"),
        (implies(deterministic, full_support), "if deterministic τ then full support"),
        (
            implies(both(deterministic, full_support), last_is_first := horizon < 2),
            "if (deterministic τ and full support) then T < 2",
        ),
        (iff(equal(prior, uniform), full_support), "p = u exactly if full support"),
        (negation(implies(full_support, deterministic)), "not (if full support then deterministic τ)"),
        (
            both(full_support, implies(full_support, last_is_first)),
            "full support and (if full support then T < 2)",
        ),
        (2 * at_last_time(prior), "2·(p at t = T)"),
        (best(prior * weight), "max_a p·w"),
        (best(prior + weight), "max_a (p + w)"),
        (ratio(retrain(prior), prior), "G(p)/p"),
        (ahead(soft_v(prior)), "Σ τ v[p]"),
        (ahead(start + time), "Σ τ (μ + t)"),
        (proportional(prior + 1, weight), "p + 1 ∝ w at every state"),
        (unique_maxima(prior), "q[p] has unique maxima where visited"),
        (discounted_return(prior, "9/10"), "J_{γ=9/10}(p)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_definitions_in_the_notation_of_the_paper(term: Term, formula: str) -> None:
    assert as_formula(term) == formula


@pytest.mark.parametrize(
    ("term", "formula"),
    [
        (number("-1/2"), "−1/2"),
        (infinity, "∞"),
        (-infinity, "−∞"),
        (x + y - x, "x + y − x"),
        (x - (y + x), "x − (y + x)"),
        (x + (y - x), "x + y − x"),
        (x + -y, "x + (−y)"),
        (x - -y, "x − (−y)"),
        (-x + y, "−x + y"),
        (-(x + y), "−(x + y)"),
        (-x * y, "−x·y"),
        (x * -y, "x·(−y)"),
        (number(-2) * x, "−2·x"),
        (x * (y * x), "x·y·x"),
        (x / (y * x), "x/(y·x)"),
        (x / y / x, "x/y/x"),
        ((x + 1) * y, "(x + 1)·y"),
        ((x * y) ** 2, "(x·y)^2"),
        (x**y**2, "x^{y^2}"),
        ((x**y) ** 2, "(x^y)^2"),
        (x**1, "x"),
        (number("1/2") ** x, "(1/2)^x"),
        (number(-2) ** x, "(−2)^x"),
        (x ** (y + 1), "x^{y + 1}"),
        (log(x), "log x"),
        (log(x / y), "log(x/y)"),
        (log(x) * y, "(log x)·y"),
        (y * log(x), "y·log x"),
        (log(log(x)), "log(log x)"),
        (x < y, "x < y"),
        (x >= 2, "x ≥ 2"),
        (x <= y, "x ≤ y"),
        (greater(prior, 0), "p > 0"),
        (same(x < y, y < x), "(x < y) = (y < x)"),
        (both(x < y, either(y < x, x <= 1)), "x < y and (y < x or x ≤ 1)"),
        (both(x < y, both(y < x, x <= 1)), "x < y and y < x and x ≤ 1"),
        (both(full_support, terminal_rewards), "full support and rewards at t = T only"),
        (if_(x < y, x, y), "x if x < y, else y"),
        (if_(x < 1, x, if_(x < 2, y, 2)), "x if x < 1, y if x < 2, else 2"),
        (2 * if_(x < y, x, y), "2·(x if x < y, else y)"),
        (if_(both(x < 1, y < 1), x, y), "x if x < 1 and y < 1, else y"),
        (where(last, prior), "p where t = T"),
        (largest(where(last, prior), "points"), "max_a (p where t = T)"),
        (total(prior * weight, "points"), "Σ_a p·w"),
        (total(prior + weight, "points"), "Σ_a (p + w)"),
        (total(prior, "points") * time, "(Σ_a p)·t"),
        (time * total(prior, "points") * time, "(t·Σ_a p)·t"),
        (total(prior, "points") + time, "Σ_a p + t"),
        (total(dynamics, "choices"), "Σ_{s'} τ"),
        (total(dynamics, "points"), "Σ_{a,s'} τ"),
        (total(dynamics), "Σ_{t,s,a,s'} τ"),
        (total(start), "Σ_{t,s} μ"),
        (total(prior), "Σ_{t,s,a} p"),
        (total(chance), "Σ_ξ τ(ξ)"),
        (total(chance, "points"), "Σ_{ξ|s} τ(ξ)"),
        (total(chance, "choices"), "Σ_{ξ|s,a} τ(ξ)"),
        (total(left(prior), "points"), "Σ_{a,b} p(a)"),
        (smallest(time), "min_{t,s} t"),
        (count(prior > 0, "points"), "#{a: p > 0}"),
        (every(prior > 0, "points"), "for all a: p > 0"),
        (every(prior > 0), "p > 0"),
        (every(either(last, prior > 0)), "for all t,s,a: t = T or p > 0"),
        (some(prior > 1), "for some t,s,a: p > 1"),
        (both(equal(prior, weight), last), "(for all t,s,a: p = w) and t = T"),
        (successor(soft_v(prior)), "v[p](s')"),
        (successor(start * time), "(μ·t)(s')"),
        (successor(2), "2"),
        (into(prior * dynamics), "Σ_{→s} p·τ"),
        (left(prior) - right(soft_q(prior)), "p(a) − q[p](b)"),
        (at(prior, 1, "∅", "a"), "p_1(a|∅)"),
        (at(soft_v(prior), 1, "∅"), "v[p]_1(∅)"),
        (at(soft_q(prior), 2, "s", "left"), "q[p]_2(s,left)"),
        (at(retrain(prior, 2), 1, "s", "a"), "G^2(p)_1(a|s)"),
        (at(start, 1, "two\nlines"), "μ_1(two\\u000Alines)"),
        (share(1, prior), "∝ 1"),
        (equal(prior, share(1, prior)), "p = (∝ 1)"),
        (share(prior * weight, prior), "∝ p·w, else p"),
        (product_along(prior * weight), "Π_{u≥t} p·w"),
        (tail_product(prior), "Π_{u>t} p"),
        (sum_along(log(weight)), "Σ_{u≥t} log w"),
        (end_of(weight), "w(s_T,a_T)"),
        (through(chance), "Σ_{ξ∋s,a} τ(ξ)"),
        (below(product_along(weight), chance), "Σ_{ξ':(Π_{u≥t} w)(ξ')<(Π_{u≥t} w)(ξ)} τ(ξ)(ξ')"),
        (back(lambda v: best(weight * ahead(v))), "v solving v = max_a w·Σ τ v"),
        (forth(lambda d: start + into(d * dynamics)), "d solving d = μ + Σ_{→s} d·τ"),
        (repeat(3, lambda w: w * weight, weight), "(w' ↦ w'·w)^3(w)"),
        (repeat(1, lambda q: q * 2, weight), "(q ↦ q·2)(w)"),
        (least(1, horizon - 1, lambda k: k > 2), "least k in 1..(T − 1) with k > 2"),
        (ending("1/2", success_probability(prior)), "in the model that ends with 1 − 1/2: S(p)"),
        (least(1, horizon, lambda k: at_most(k, index)), "least k' in 1..T with k' ≤ k"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_core_reads_like_mathematics(term: Term, formula: str) -> None:
    assert as_formula(term) == formula


@pytest.mark.parametrize(
    ("definition", "formula"),
    [
        (soft_v_of, "v[π; weights] = v solving v = Σ_a π·weights·Σ τ v"),
        (soft_v, "v[π] = v[π; w]"),
        (ahead, "Σ τ v = 1 if t = T, else Σ_{s'} τ·v(s')"),
        (retrain, "G^k(π) = (x ↦ G(x))^k(π)"),
        (temperature, "π_α(π) = G[w^α](π)"),
        (condition, "G[weights](π) ∝ π·q[π; weights], else π"),
        (boltzmann, "B_δ(π) = π*(π) if δ = 0, else (∝ q[π]^{1/δ}, else π)"),
        (incoherence, "κ_δ(π) = KL_ξ(π ‖ B_δ(π))"),
        (kl, "KL_ξ(π ‖ ρ) = Σ_ξ (0 if p_π(ξ) = 0, ∞ if p_ρ(ξ) = 0, else p_π(ξ)·log(p_π(ξ)/p_ρ(ξ)))"),
        (law, "p_π(ξ) = μ·τ(ξ)·Π_{u≥t} π"),
        (occupancy, "d[π] = d solving d = μ + Σ_{→s} d·π·τ"),
        (expected_return, "J(π) = Σ_{t,s,a} d[π]·π·log w"),
        (weights_f, "e^{r_k}[F(π)] = (w' ↦ w·G[w'](π))^k(w)"),
        (lookahead_q, "q_k[π] = (q ↦ w·Σ τ (max_a q))^{k − 1}(q[π])"),
        (at_last_time, "(table at t = T) = table where t = T"),
        (success_everywhere, "v[π] > 0 ⇔ v[π] > 0"),
        (
            least_lookahead,
            "least look-ahead(π) = least k in 1..T with S(greedy with k look-ahead steps before π) = max S",
        ),
        (deterministic.operator, "deterministic τ ⇔ for all t,s,a: t = T or Σ_{s'} 1 = 1"),
        (uniform.operator, "u ∝ 1"),
        (optimal_success.operator, "max S = Σ_{t,s} μ·(v solving v = max_a w·Σ τ v)"),
        (posterior, "p_π(a|s, O; weights) ∝ Σ_{ξ|s,a} τ(ξ)·Π_{u≥t} π·weights, else π"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_definitions_as_formulas(definition: Definition, formula: str) -> None:
    assert definition_as_formula(definition) == formula


@pytest.mark.parametrize(
    ("term", "latex"),
    [
        (retrain(prior, 2), "G^2(p)"),
        (retrain(prior, 24), "G^{24}(p)"),
        (temperature(prior, 2), r"\pi_{\alpha=2}(p)"),
        (fold(prior, 2, "ratio"), r"F_2^{\text{ratio}}(p)"),
        (kl(prior, second_policy), r"\operatorname{KL}_{\xi}(p \Vert \pi')"),
        (law(second_policy), r"p_{\pi'}(\xi)"),
        (row_kl(prior, uniform), r"\operatorname{KL}(p(\cdot\mid s) \Vert u(\cdot\mid s))"),
        (
            supported_in(prior, second_policy),
            r"\operatorname{supp} p \subseteq \operatorname{supp} \pi'\ \text{where visited}",
        ),
        (equal(retrain_limit(prior), greedy_limit(prior)), r"G^{\infty}(p) = \pi^*(p)"),
        (at_most(success_probability(prior), optimal_success), r"S(p) \le \max S"),
        (total(prior * log(weight), "points"), r"\sum_a p\cdot\log w"),
        (product_along(weight), r"\prod_{u\ge t} w"),
        (negation(same(prior, 0)), r"p \ne 0"),
        (-infinity, r"-\infty"),
        (action_sequences, r"{\vert A\vert}^T"),
        (count(prior > 0, "points"), r"\#\{a: p > 0\}"),
        (if_(last, 1, start), r"\begin{cases} 1 & \text{if } t = T \\ \mu & \text{else} \end{cases}"),
        (
            2 * if_(last, 1, 2),
            r"2\cdot\left(\begin{cases} 1 & \text{if } t = T \\ 2 & \text{else} \end{cases}\right)",
        ),
        (
            at(prior, 1, "∅", "50%_{a}\\~^#$&"),
            r"p_1(\text{50\%\_\{a\}\textbackslash{}\textasciitilde{}\textasciicircum{}\#\$\&}"
            r"\mid\text{$\emptyset$})",
        ),
        (symbol("rate_2"), r"\operatorname{rate\_2}"),
        (symbol("x12"), "x_{12}"),
        (variable("alpha", NUMBER) * variable("lamda", NUMBER), r"\alpha\cdot\lambda"),
        (retrain(variable("policy", POLICY)), r"G(\pi)"),
        (repeat(2, lambda w: w * weight, weight), r"{(w' \mapsto w'\cdot w)}^2(w)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_latex(term: Term, latex: str) -> None:
    assert as_latex(term) == latex


@pytest.mark.parametrize(
    ("term", "content"),
    [
        (
            retrain(prior, 2),
            '<msup><mi>G</mi><mn>2</mn></msup><mrow><mo stretchy="false">(</mo><mi>p</mi>'
            '<mo stretchy="false">)</mo></mrow>',
        ),
        (prior < weight, "<mi>p</mi><mo>&lt;</mo><mi>w</mi>"),
        (second_policy, "<msup><mi>π</mi><mo>′</mo></msup>"),
        (total(prior, "points"), "<msub><mo>∑</mo><mi>a</mi></msub><mi>p</mi>"),
        (negation(variable("x", POLICY) < 1), "<mi>x</mi><mo>≥</mo><mn>1</mn>"),
        (full_support, "<mtext>full support</mtext>"),
        (symbol("x") / 2, "<mi>x</mi><mo>/</mo><mn>2</mn>"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_mathml(term: Term, content: str) -> None:
    assert as_mathml(term) == f'<math xmlns="http://www.w3.org/1998/Math/MathML">{content}</math>'


def test_names_of_states_are_escaped_in_mathml() -> None:
    tree = ElementTree.fromstring(as_mathml(at(prior, 1, "<s> & ]]>", "\x00\ud800a")))
    texts = [element.text for element in tree.iter() if element.tag.endswith("mtext")]
    assert texts == ["\\u0000\\uD800a", "<s> & ]]>"]


def check_latex(latex: str) -> None:
    """Braces, environments and \\left–\\right are paired, and what is not ASCII is text."""
    assert "\n" not in latex
    bare = latex.replace(r"\\", "").replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert bare.count(r"\left(") == bare.count(r"\right)")
    assert bare.count(r"\begin{cases}") == bare.count(r"\end{cases}")
    assert re.sub(r"\\text\{[^}]*\}|\\operatorname\{[^}]*\}", "", bare).isascii()
    assert re.search(r"\\(?![A-Za-z,;!: |#$%&_])", re.sub(r"\\text\{[^}]*\}", "", bare)) is None


@given(terms())
def test_every_term_has_a_formula_in_all_forms(term: Term) -> None:
    assert as_formula(term).isprintable()
    check_latex(as_latex(term))
    assert ElementTree.fromstring(as_mathml(term)).tag.endswith("math")


@pytest.mark.parametrize("definition", _definitions().values(), ids=lambda definition: definition.name)
def test_every_definition_has_a_formula_in_all_forms(definition: Definition) -> None:
    formula = definition_as_formula(definition)
    assert formula.isprintable()
    assert " ⇔ " in formula if definition.sort.is_truth else " = " in formula or " ∝ " in formula
    check_latex(definition_as_latex(definition))
    ElementTree.fromstring(definition_as_mathml(definition))


_ALPHABET = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="{}")
_NOTATIONS = (
    st.lists(
        st.one_of(
            st.text(_ALPHABET, max_size=4),
            st.sampled_from(["{policy}", "{{", "}}", "_", "^", *"()[]|'*", "max ", "Σ_a ", "\u0302"]),
        ),
        min_size=1,
        max_size=12,
    )
    .map("".join)
    .filter(lambda notation: notation != "" and notation.isprintable())
)


@given(_NOTATIONS)
def test_any_notation_has_a_formula_in_all_forms(notation: str) -> None:
    def noted(policy: Policy) -> Number:
        """A sum."""
        return total(policy)

    term = define(f"{notation} {{policy}}")(noted)(retrain(prior, 2))
    assert as_formula(term).isprintable()
    as_latex(term)
    ElementTree.fromstring(as_mathml(term))


@pytest.mark.parametrize(
    ("notation", "formula", "latex"),
    [
        ("f({x})", "f(x + y)", "f(x + y)"),
        ("{x}", "x + y", "x + y"),
        ("{x} + 1", "x + y + 1", "x + y + 1"),
        ("1 − {x}", "1 − (x + y)", "1 - (x + y)"),
        ("2·{x}", "2·(x + y)", r"2\cdot(x + y)"),
        ("2 {x}", "2 (x + y)", r"2\,(x + y)"),
        ("{x}!", "(x + y)!", "(x + y)!"),
        ("{x}^2", "(x + y)^2", "{(x + y)}^2"),
        ("f_{x}^{{2, {x}}}", "f_{x + y}^{2, x + y}", "f_{x + y}^{2, x + y}"),
        ("{x} of it", "x + y of it", r"x + y\ \text{of it}"),
        ("x̄_1^*", "x̄_1*", r"\bar{x}_1^*"),
        ("{{0, {x}}}", "{0, x + y}", r"\{0, x + y\}"),
        ("|{x}|", "|x + y|", r"\vert x + y\vert"),
        ("f(x|{x})", "f(x|x + y)", r"f(x\mid x + y)"),
        ("(", "(", "("),
        ("a)b", "a)b", "a)b"),
        ("_x", "_x", r"\_x"),
        ("x_", "x_", r"x\_"),
        ("f'_{x}", "f'_{x + y}", r"{f'}_{x + y}"),
        ("x_1_2", "x_1_2", r"{x_1}_2"),
        ("∅{x}", "∅(x + y)", r"\emptyset(x + y)"),
        ("50% of {x}", "50% of x + y", r"50\%\ \text{of}\ x + y"),
        ("日{x}", "日(x + y)", r"\text{日}(x + y)"),
        ("π\u0302 ∞x", "π\u0302 ∞x", r"\hat{\pi}\,\infty x"),
        ("∞\u0302x", "∞\u0302x", r"\infty x"),
    ],
)
def test_notations(notation: str, formula: str, latex: str) -> None:
    def noted(x: Number) -> Number:
        """The number."""
        return x

    def constant() -> Number:
        """A number without parameters."""
        return horizon

    term = define(notation)(noted)(x + y) if "{x}" in notation else define(notation)(constant)
    assert as_formula(term) == formula
    assert as_latex(term) == latex


def test_a_definition_of_many_words_is_in_parentheses_inside_of_arithmetic() -> None:
    @define("mean reward of {policy}")
    def mean_reward(policy: Policy) -> Number:
        """The mean of a reward."""
        return total(policy * log(weight))

    term = mean_reward(prior)
    assert as_formula(2 * term) == "2·(mean reward of p)"
    assert as_formula(term**2) == "(mean reward of p)^2"
    assert as_formula(-term) == "−(mean reward of p)"
    assert as_formula(term + 1) == "(mean reward of p) + 1"
    assert as_formula(at_most(term, 1)) == "mean reward of p ≤ 1"


def test_variables_have_letters_of_their_own() -> None:
    @define("f({policy}, {other}, {steps})")
    def mixed(policy: Policy, other: Policy, steps: Number) -> Number:
        """Letters that are all taken."""
        return least(0, steps, lambda k: total(policy * other * weight) > k)

    assert definition_as_formula(mixed) == "f(π, ρ, k) = least k' in 0..k with k' < Σ_{t,s,a} π·ρ·w"

    @define("g({p}, {w}, {s}, {table})")
    def clashing(p: Points, w: Choices, s: Number, table: Choices) -> Truth:
        """Names that are those of data and of indices."""
        return equal(p * w * s, prior * table)

    assert definition_as_formula(clashing) == "g(p', w, s', table) ⇔ p'·w·s' = p·table"
    assert as_formula(repeat(2, lambda p: p * 2, weight)) == "(p' ↦ p'·2)^2(w)"
