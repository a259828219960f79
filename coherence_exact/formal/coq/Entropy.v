(* The uniform policy has the largest entropy where states have equally many actions at each time, and conditioning at
   temperature k trades return against entropy; the variational bound on the probability of success. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Gibbs.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Entropy.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_entropy : (is_field K).

Notation total p x := (sum (all_choices M) (fun '(n, s, a) => occupancy M p n s * p n s a * x n s a)).
Notation logs := (fun n s a => ln (weight M n s a)).
Notation entropy q := (total q (fun n s a => 0 - ln (q n s a))).
Notation unrewarded := (zero_of (weight M)).

(* What depends on the time alone adds up to the same for every policy. *)
Lemma total_of_times q (f : nat -> K) : policy M q -> total q (fun n _ _ => f n) = sum (seq 0 (decisions M)) f.
Proof.
  intro Q. etransitivity; [exact (sum_choices M (fun n s a => occupancy M q n s * q n s a * f n))|].
  etransitivity; [exact (sum_points M (fun n s => sum (acts M n s) (fun a => occupancy M q n s * q n s a * f n)))|].
  apply sum_ext. intros n Hn. apply in_seq in Hn.
  rewrite (sum_ext _ _ (fun s => f n * occupancy M q n s)).
  - rewrite sum_times, (somewhere M V q Q) by lia. ring.
  - intros s Hs. rewrite (sum_ext _ _ (fun a => occupancy M q n s * f n * q n s a)) by (intros; ring).
    rewrite sum_times. destruct Q as [_ Q1]. rewrite Q1 by (split; [lia | assumption]). ring.
Qed.

Section Uniform.
Variables (u : choices K) (c : nat -> K).
Hypothesis P : policy M u.
Hypothesis C : forall n s a, point M n s -> In a (acts M n s) -> u n s a = c n /\ c n <> 0.
Notation all := (sum (seq 0 (decisions M)) (fun n => ln (c n))).

Lemma within_uniform q : meets M q (zero_of u) = false.
Proof.
  unfold meets. apply not_true_iff_false. intro B. apply existsb_exists in B. destruct B as [[[n s] a] [J B]].
  apply in_choices in J. destruct J as [H Ha]. apply andb_true_iff in B. destruct B as [_ B]. apply equals_true in B.
  destruct (C n s a H Ha) as [E N]. congruence.
Qed.

Lemma divergence_from_uniform q : policy M q -> total q (log_ratio q u) = 0 - entropy q - all.
Proof.
  intro Q. rewrite <- (total_of_times q (fun n => ln (c n)) Q).
  rewrite (total_ext M q (log_ratio q u) (fun n s a => 0 - (0 - ln (q n s a)) - ln (c n))).
  - rewrite (total_minus M q (fun n s a => 0 - (0 - ln (q n s a))) (fun n _ _ => ln (c n))). f_equal.
    rewrite (total_minus M q (fun _ _ _ => 0) (fun n s a => 0 - ln (q n s a))). f_equal.
    apply sum_of_zero. intros [[n s] a] _. ring.
  - intros n s a H Ha N. destruct (C n s a H Ha) as [E Nc]. unfold log_ratio. rewrite E. rewrite ln_quotient.
    + ring.
    + now apply Q.
    + intro e. apply N. rewrite e. ring.
    + rewrite <- E. now apply P.
    + assumption.
Qed.

Lemma no_larger (h g a : K) : 0 <= 0 - h - a -> 0 = 0 - g - a -> h <= g.
Proof.
  intros D E. apply le_minus. replace (g - h) with (0 - h - a - (0 - g - a)) by ring. rewrite <- E.
  replace (0 - h - a - 0) with (0 - h - a) by ring. exact D.
Qed.

Lemma largest_entropy q : policy M q -> entropy q <= entropy u.
Proof.
  intro Q. pose proof (divergence_nonnegative M V q u Q P (within_uniform q)) as D.
  rewrite divergence_from_uniform in D by assumption.
  pose proof (divergence_from_uniform u P) as E. rewrite no_ratio_to_itself in E.
  exact (no_larger _ _ _ D E).
Qed.

Lemma entropy_is_finite q : policy M q -> causal_entropy M q = Finite (entropy q).
Proof.
  intro Q. pose proof (entropy_is M V q Q) as E. unfold is in E. now rewrite no_divergence_from_itself in E.
Qed.

Lemma largest_causal_entropy q : policy M q -> extended_at_most (causal_entropy M q) (causal_entropy M u) = true.
Proof. intro Q. rewrite !entropy_is_finite by assumption. now apply largest_entropy. Qed.

(** * Return and entropy *)

Hypothesis D : deterministic M = true.

Lemma with_entropy_is q k : policy M q ->
  is MinusInfinite (extended_plus (expected_return M q) (extended_quotient (causal_entropy M q) (Finite (embed (S k)))))
    (meets M q unrewarded) (total q logs + entropy q / embed (S k)).
Proof.
  intro Q. destruct (@embed_positive K k) as [H N]. rewrite <- (orb_false_r (meets M q unrewarded)).
  apply (is_plus MinusInfinite (or_intror eq_refl)); [now apply (return_is M V)|].
  rewrite entropy_is_finite by assumption. apply (is_quotient MinusInfinite (or_intror eq_refl)); auto. reflexivity.
Qed.

Lemma traded (e j h k l : K) : e <> 0 -> k = 0 - h - l -> j + h / e = (e * j - k - l) / e.
Proof. intros N ->. field. assumption. Qed.

Lemma no_better_with_entropy q k r : policy M q -> tempered M u (S k) r ->
  extended_at_most
    (extended_plus (expected_return M q) (extended_quotient (causal_entropy M q) (Finite (embed (S k)))))
    (extended_plus (expected_return M r) (extended_quotient (causal_entropy M r) (Finite (embed (S k))))) = true.
Proof.
  intros Q R. destruct (@embed_positive K k) as [H N].
  eapply is_at_most; [now apply with_entropy_is | apply with_entropy_is; apply R |].
  destruct (best_trade M V D u P k r R q Q) as [B|[B E]].
  - left. now rewrite within_uniform, orb_false_r in B.
  - right. split; [assumption|].
    rewrite (traded _ _ _ _ all N (divergence_from_uniform q Q)), (traded _ _ _ _ all N (divergence_from_uniform r (proj1 R))).
    apply le_divided; auto. apply le_minus. apply le_minus in E.
    match goal with |- 0 <= ?a - ?l - (?b - ?l) => replace (a - l - (b - l)) with (a - b) by ring end. exact E.
Qed.
End Uniform.
End Entropy.

Section EqualNumbers.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis few : every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q) = true.
Hypothesis equal : equal_action_counts_at_each_time M = true.

Lemma uniform_by_time n s a : point M n s -> In a (acts M n s) -> uniform M n s a = part M n /\ part M n <> 0.
Proof. intros H Ha. split; [now apply (uniform_is_part M V (counts_at_each_time M V few equal)) | now apply (part_is_live M V (counts_at_each_time M V few equal) n s)]. Qed.

Hypothesis U : uniform_prior M = true.

Lemma prior_by_time n s a : point M n s -> In a (acts M n s) -> prior M n s a = part M n /\ part M n <> 0.
Proof. intros H Ha. split; [now apply (prior_is_part M V U (counts_at_each_time M V few equal)) | now apply (part_is_live M V (counts_at_each_time M V few equal) n s)]. Qed.
End EqualNumbers.

Theorem theorem_maximum_entropy_equal_numbers : statement_maximum_entropy_equal_numbers.
Proof.
  intros K L M V F E. apply (largest_causal_entropy M V (uniform M) (part M)); auto using prior_is_policy, uniform_is_policy.
  now apply uniform_by_time.
Qed.

Theorem theorem_entropy_falls_uniform : statement_entropy_falls_uniform.
Proof.
  intros K L M V F U E. pose proof (prior_is_policy V) as P. apply (largest_causal_entropy M V (prior M) (part M)); auto.
  - now apply prior_by_time.
  - now apply (goal_is_policy M V).
Qed.

Theorem theorem_A_12_maxent_uniform_every_policy : statement_A_12_maxent_uniform_every_policy.
Proof.
  intros K L M V F D U E. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as Q.
  pose proof (prior_by_time M V F E U) as C. rewrite two_is, three_is, four_is, one_is.
  conjuncts; (apply (no_better_with_entropy M V (prior M) (part M) P C D); [exact Q | apply (at_temperature M V); [exact P | reflexivity]]).
Qed.

Theorem theorem_A_12_maxent_uniform : statement_A_12_maxent_uniform.
Proof.
  intros K L M V F D U E. pose proof (prior_is_policy V) as P. pose proof (uniform_is_policy M V) as Q.
  pose proof (greedy_is_policy M _ V P) as G. pose proof (prior_by_time M V F E U) as C. rewrite two_is, one_is.
  conjuncts; (apply (no_better_with_entropy M V (prior M) (part M) P C D); [assumption | apply (at_temperature M V); [exact P | reflexivity]]).
Qed.
