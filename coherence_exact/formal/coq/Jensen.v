(* Logarithms of values: the mean return is at most the logarithm of the probability of success. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Variational ReturnsToGo.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

(** * Logarithms of values *)

Section Logs.
Context {K : ordered_field} {L : Logarithm K}.
Add Field K_of_logs : (is_field K).

Lemma ln_at_most (x y : K) : 0 <= x -> x <> 0 -> 0 <= y -> y <> 0 -> x <= y -> ln x <= ln y.
Proof.
  intros Hx Nx Hy Ny H.
  assert (N : x / y <> 0) by (intro e; apply Nx; replace x with (x / y * y) by (field; assumption); rewrite e; ring).
  pose proof (ln_below (x / y) (quotient_nonnegative _ _ Hx Hy Ny) N) as B. rewrite ln_quotient in B by assumption.
  assert (D : 0 <= (y - x) / y) by (apply quotient_nonnegative; auto; now apply (proj1 (le_minus _ _))).
  apply le_minus. apply le_minus in B. replace (ln y - ln x) with (x / y - 1 - (ln x - ln y) + (y - x) / y) by (field; assumption).
  now apply nonnegative_plus.
Qed.

Lemma ln_injective (x y : K) : 0 <= x -> x <> 0 -> 0 <= y -> y <> 0 -> ln x = ln y -> x = y.
Proof.
  assert (T : forall x y : K, 0 <= x -> x <> 0 -> 0 <= y -> y <> 0 -> ln x = ln y -> y <= x).
  { intros a b Ha Na Hb Nb E.
    assert (N : a / b <> 0) by (intro e; apply Na; replace a with (a / b * b) by (field; assumption); rewrite e; ring).
    pose proof (ln_below (a / b) (quotient_nonnegative _ _ Ha Hb Nb) N) as B. rewrite ln_quotient, E in B by assumption.
    apply le_minus in B. apply le_minus. replace (a - b) with (b * (a / b - 1 - (ln b - ln b))) by (field; assumption).
    now apply nonnegative_times. }
  intros. apply le_antisym; apply T; auto.
Qed.

Lemma low_log (x : K) : 0 <= x -> low (log (Finite x)).
Proof. intro H. eapply is_low. now apply log_is. Qed.

Lemma log_at_most (x y : K) : 0 <= x -> x <= y -> (log (Finite x) <= log (Finite y))%E.
Proof.
  intros H T. pose proof (le_trans _ _ _ H T) as Y. apply (is_at_most _ _ _ _ _ _ (log_is x H) (log_is y Y)).
  destruct (x =? 0) eqn:e; [now left | right]. apply equals_false in e.
  assert (N : y <> 0) by (intros ->; apply e; now apply le_antisym).
  split; [now apply equals_false | now apply ln_at_most].
Qed.

Lemma log_injective (x y : K) : 0 <= x -> 0 <= y -> log (Finite x) = log (Finite y) -> x = y.
Proof.
  intros X Y E. pose proof (log_is x X) as Lx. pose proof (log_is y Y) as Ly. unfold is in *. rewrite E, Ly in Lx.
  destruct (x =? 0) eqn:e, (y =? 0) eqn:f; try discriminate.
  - apply equals_true in e, f. congruence.
  - apply equals_false in e, f. injection Lx as Lx. now apply ln_injective.
Qed.

Lemma log_of_product (x y : K) : 0 <= x -> 0 <= y -> log (Finite (x * y)) = (log (Finite x) + log (Finite y))%E.
Proof.
  intros X Y. pose proof (log_is _ (nonnegative_times _ _ X Y)) as T.
  pose proof (is_plus _ to_minus_infinity _ _ _ _ _ _ (log_is x X) (log_is y Y)) as S.
  refine (is_same _ _ _ _ _ _ _ T S _ _).
  - apply eq_true_iff_eq. rewrite orb_true_iff, !equals_true. split; [apply times_zero | intros [-> | ->]; ring].
  - intro N. apply equals_false in N. apply ln_product; auto; intro e; apply N; rewrite e; ring.
Qed.

Lemma log_of_mean {A} (l : list A) (m y : A -> K) : (forall x, In x l -> 0 <= m x) -> sum l m = 1 ->
  (forall x, In x l -> 0 <= y x) ->
  (extended_sum l (fun x => Finite (m x) * log (Finite (y x))) <= log (Finite (sum l (fun x => (m x * y x)%K))))%E.
Proof.
  intros Hm H1 Hy.
  assert (S : is MinusInfinite (extended_sum l (fun x => Finite (m x) * log (Finite (y x)))%E)
    (existsb (fun x => negb (m x =? 0) && (y x =? 0)) l) (sum l (fun x => m x * ln (y x)))).
  { apply (is_sum _ to_minus_infinity). intros x Hx. apply (is_times _ to_minus_infinity); auto. apply log_is; auto. }
  refine (is_at_most _ _ _ _ _ _ S (log_is _ _) _).
  - apply sum_nonnegative. auto with order.
  - destruct (existsb _ l) eqn:B; [now left | right].
    destruct (mean_of_logs l m y Hm H1 Hy) as [N E]; [|split; [now apply equals_false | exact E]].
    intros x Hx M0 Y0. apply not_true_iff_false in B. apply B. apply existsb_exists. exists x. split; [assumption|].
    rewrite Y0, equals_refl, andb_true_r. now apply negb_true_iff, equals_false.
Qed.

Lemma log_of_largest {A} (l : list A) (q : A -> K) : l <> [] -> (forall x, In x l -> 0 <= q x) ->
  extended_max l (fun x => log (Finite (q x))) = log (Finite (max l q)).
Proof.
  intros N Q. destruct (largest l (fun x => log (Finite (q x))) N) as [A1 [b [Hb B]]]; [intros; apply low_log; auto|].
  destruct (max_member l q N) as [c [Hc C]]. apply at_most_antisym.
  - rewrite B. apply log_at_most; auto. now apply max_above.
  - rewrite C. now apply A1.
Qed.
End Logs.

(* The mean return is at most the logarithm of the probability of success, at every state and action. *)
Section Jensen.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_jensen : (is_field K).
Notation U := (return_to_go M).

Lemma log_of_ahead v n s a : point M n s -> In a (acts M n s) ->
  (forall m t, n = S m -> point M m t -> 0 <= v m t) ->
  (mean_ahead_extended M (fun m t => log (Finite (v m t))) n s a <= log (Finite (ahead M v n s a)))%E.
Proof.
  intros H Ha N. destruct n as [|n].
  - rewrite ahead_last, log_of_positive by auto using zero_le_one, not_one_zero. rewrite ln_of_one. apply le_refl.
  - rewrite ahead_next. unfold mean_ahead_extended. cbn [last Nat.eqb next].
    apply (log_of_mean (succ M (S n) s a) (dynamics M (S n) s a) (v n)).
    + intros. now apply (dynamics_nonnegative M V).
    + now apply (dynamics_sum M V).
    + intros t Ht. apply N; auto. now apply (step M V n s a).
Qed.

Lemma return_from_log v n s a : point M n s -> In a (acts M n s) ->
  (forall m t, n = S m -> point M m t -> 0 <= v m t) ->
  (return_from M (fun m t => log (Finite (v m t))) n s a <= log (Finite (weight M n s a * ahead M v n s a)%K))%E.
Proof.
  intros H Ha N. rewrite log_of_product.
  - apply plus_at_most; try (now apply low_reward); try (apply at_most_refl; now apply low_reward).
    + apply low_ahead; auto. intros. apply low_log. auto.
    + apply low_log. apply (ahead_nonnegative M V); auto. intros m t -> Ht. apply N; auto. now apply (step M V m s a).
    + now apply log_of_ahead.
  - now apply (weight_nonnegative V).
  - apply (ahead_nonnegative M V); auto. intros m t -> Ht. apply N; auto. now apply (step M V m s a).
Qed.

Variable p : choices K.
Hypothesis P : policy M p.

Lemma return_below_log n : forall s, point M n s ->
  (forall a, In a (acts M n s) -> (return_from M (U p) n s a <= log (Finite (soft_q M p n s a)))%E)
  /\ (U p n s <= log (Finite (soft_v M p n s)))%E.
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H.
  assert (Q : forall a, In a (acts M n s) -> (return_from M (U p) n s a <= log (Finite (soft_q M p n s a)))%E).
  { intros a Ha. apply at_most_trans with (return_from M (fun m t => log (Finite (soft_v M p m t))) n s a).
    - apply (return_from_at_most M V); auto.
      + intros. now apply (low_to_go M V).
      + intros. apply low_log. now apply (v_nonnegative M V).
      + intros m t -> Ht. apply IH; auto. now apply (step M V m s a).
    - unfold soft_q. rewrite soft_q_ahead. apply return_from_log; auto. intros. now apply (v_nonnegative M V). }
  split; [assumption|]. rewrite to_go_equation, v_equation.
  apply at_most_trans with (extended_sum (acts M n s) (fun a => Finite (p n s a) * log (Finite (soft_q M p n s a)))%E).
  - apply mean_at_most; auto.
    + intros. now apply P.
    + intros. now apply (low_action_value M V).
    + intros. apply low_log. now apply (q_nonnegative M V).
  - apply log_of_mean; [intros; now apply P | now apply P | intros; now apply (q_nonnegative M V)].
Qed.
End Jensen.
