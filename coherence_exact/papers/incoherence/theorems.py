"""Theorems on which the meaning of a term rests, with proofs for people.

A limit is a closed form in the language.  That the closed form is the limit is not computed: readings that
speak of a limit are decided *assuming* one of these.
"""

from __future__ import annotations

from coherence_exact.claims import Theorem

BOLTZMANN_LIMIT = Theorem(
    "limit of Boltzmann policies",
    "Let q(s, ·) have m largest entries, q* > 0, and let ρ be the second largest value divided by q*, 0 if there is "
    "none. Then π^δ(a|s) ∝ q(s, a)^{1/δ} differs from the uniform distribution on the largest entries by at most "
    "(|A|−1)·ρ^{1/δ} in each action, for every δ > 0, so that it tends to it as δ → 0.",
    "Divide by q*^{1/δ}: a largest entry has the probability 1/(m + x), where x, the sum over the other entries, is at "
    "most (|A|−m)·ρ^{1/δ}, and differs from 1/m by x/(m(m + x)) ≤ x. Another entry has at most ρ^{1/δ}, which is at "
    "most (|A|−1)·ρ^{1/δ} because there is another action. As ρ < 1 the bound tends to 0.",
)

INCOHERENCE_LIMIT = Theorem(
    "limit of incoherence",
    "lim_{δ→0} κ_δ(π) = ∞ if at some visited state with some q > 0 the policy uses an action that has not the largest "
    "q. Otherwise it is Σ_t E(log|A*(s)| − H(π(·|s))) over visited states with some q > 0, and κ_δ exceeds it by at "
    "most Σ_t E(|A|−1)·ρ^{1/δ}.",
    "By Proposition 4.7 κ_δ is the sum over visited states of Σ_a π log(π/π^δ); states where every q is 0 keep "
    "their row and add 0. At the others π^δ(a|s) = (q/q*)^{1/δ}/(m + x) with m = |A*(s)| and 0 ≤ x ≤ (|A|−m)·ρ^{1/δ}. "
    "So the sum is −H(π) + log(m + x) + (1/δ)·Σ_a π log(q*/q). If an action that is used has q < q* the last part grows "
    "without bound, and −H(π) ≥ −log|A|. Otherwise it is 0, and log(m + x) − log m is between 0 and x/m ≤ x.",
)

TEMPERATURE_LIMIT = Theorem(
    "limit of temperature",
    "lim_{α→∞} π_α(a|s) is the probability under p and τ that the action is a, given that the trajectory from s has the "
    "largest product m(s) of weights that has positive probability, where m(s) > 0.",
    "v_α(s) = Σ_ξ p(ξ|s)·W(ξ)^α is a finite sum. Divided by m(s)^α, its terms of the largest product stay and the "
    "others tend to 0, and so it is with the part of the sum that begins with a. Their quotient is π_α(a|s). Where "
    "m(s) = 0 success is impossible for every α, and the row is kept.",
)

RETRAIN_LIMIT = Theorem(
    "limit of re-training",
    "π^G = lim_{k→∞} G^k(p) exists. For deterministic dynamics it is the limit of temperature. For any dynamics let "
    "V(s) be the largest success probability from s within the support of p, and A(s) the actions in the support that "
    "attain it: where V(s) > 0, π^G gives 0 to the actions outside of A(s), and if A(s) has one action, or q(s, a) = "
    "V(s) under p itself for all a in A(s), the others keep the proportions that they have under p.",
    "Deterministic: G^k and α = k both weigh a trajectory by its probability times W^k, step by step (Theorem 5.9). In "
    "general v_k and q_k do not fall with k (Proposition 5.4) and are at most V and w Σ τ V. By induction from the "
    "last time, let v_k(s′) → V(s′) for all s′ that follow; then q_k(s, a) → w Σ τ V, which is V(s) on A(s) and smaller "
    "outside. π_{k+1}(a)/π_{k+1}(b) is π_k(a)/π_k(b) times q_k(a)/q_k(b), which for a outside of A(s) and b in it is in "
    "the end below a number < 1: a dies out geometrically, and v_k(s) → V(s). Within A(s) the ratio of a and b tends "
    "to p(a)/p(b) times Π_k q_k(a)/q_k(b). The product converges, because each factor's distance from 1 is at most "
    "a multiple of Σ (V − v_k) over the states that follow, which falls geometrically by the same induction; and all its factors are 1 where q = V from "
    "the start. Where V(s) = 0 the row is kept.",
)

DIAGONAL = Theorem(
    "incoherence along the diagonal with one decision",
    "Let T = 1, and let the best action at each start state be unique, with the prior probability p* > 0 and the "
    "weight w*. Then κ_{1/i}(π_i) ≤ Σ_s μ(s)·((1−p*)/p*·log(1/p*) + |A| − 1)·ρ^i for every i ≥ 1, where ρ < 1 is the "
    "second largest weight divided by w*, so that it tends to 0.",
    "π_i ∝ p·w^i and the Boltzmann policy at δ = 1/i is ∝ w^i. With x_a = (w/w*)^i ≤ ρ^i for the other actions, "
    "the divergence is Σ_a π_i(a)·log(p(a)/p*) − log(1 + Σ (p/p*)·x) + log(1 + Σ x). An other action has π_i(a) ≤ "
    "(p(a)/p*)·x_a and log(p(a)/p*) ≤ log(1/p*), which makes at most (1−p*)/p*·log(1/p*)·ρ^i; the second part is not "
    "positive; the third is at most Σ x ≤ (|A|−1)·ρ^i.",
)

LIMIT_BOUNDS = (
    "where success is possible, the limit of re-training is between its lower and its upper bound from k on, for "
    "every k ≥ 1 at which v_k(s) exceeds the largest success probability of the actions that die out"
)

LIMIT_BOUNDS_PROOF = (
    "π^G(a|s) ∝ π_k(a|s)·Π_{j≥k} q_j(s, a)/V(s) on the actions A(s) that survive. (1) q_j and v_j do not fall with j, so that "
    "each factor is at most 1, and the product at least 1 − R(s, a)/V(s) with R(s, a) = Σ_{j≥k} (V(s) − q_j(s, a)). (2) "
    "R(s, a) = w Σ τ E(s′) with E(s) = Σ_{j≥k} (V(s) − v_j(s)), 0 past the horizon. (3) E(s) ≤ Σ_{a∈A(s)} R(s, a) + V(s) "
    "Σ_{a∉A(s)} Σ_{j≥k} π_j(a|s). (4) For a outside of A(s), π_{j+1}/π_j = q_j/v_j ≤ U(s, a)/v_k(s), where U(s, a) = w Σ τ V "
    "is its largest success probability; so the sum over j is at most π_k/(1 − U/v_k)."
)
