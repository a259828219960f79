(* Readings whose values do not exist on some models, in the partial meaning: their theorems have a hypothesis more,
   which is true wherever the values exist. *)

From Coq Require Import List Bool QArith.
From Coherence Require Import Temperature Distances DefinitionsAgree.
From Coherence Require Partial PartialDefinitions PartialStatements.
Import Partial (entry, Defined, Undefined, true_or_undefined).
Import ListNotations.
Open Scope bool_scope.
Open Scope K_scope.

(** * What is defined where a value is *)

Lemma every_true_or_undefined {A} (l : list A) x : (forall i, In i l -> true_or_undefined (x i)) ->
  true_or_undefined (Partial.every l x).
Proof.
  intro H. unfold Partial.every, Partial.reduce.
  assert (G : Partial.gathered (map x l) = Undefined
    \/ exists u, Partial.gathered (map x l) = Defined u /\ every u id = true).
  { induction l as [| i l IH]; [right; now exists [] |]. simpl.
    destruct (H i (or_introl eq_refl)) as [-> | ->]; destruct IH as [-> | [u [-> Hu]]]; try (now left);
      intros; try (apply H; now right).
    right. exists (true :: u). now split. }
  destruct G as [-> | [u [-> Hu]]]; [now right | left; simpl; now rewrite Hu].
Qed.

Lemma both_true_or_undefined x y :
  true_or_undefined x -> true_or_undefined y -> true_or_undefined (Partial.both x y).
Proof. intros [-> | ->] Hy; [exact Hy | now right]. Qed.

Lemma equals_true_or_undefined {K : ordered_field} (x y : entry K) v w : agrees x v -> agrees y w ->
  ((exists u, x = Defined u) -> (exists u, y = Defined u) -> v = w) -> true_or_undefined (Partial.lift_two equals x y).
Proof.
  intros Hx Hy H. destruct x as [u | |], y as [t | |]; simpl in *; try contradiction; try (now right).
  left. subst. unfold Partial.lift_two, Partial.apply_two. f_equal. apply equals_true, H; eauto.
Qed.

Lemma divided_defined {K : ordered_field} w (x y : entry K) :
  (exists u, Partial.apply_two Partial.divided x y = Defined u) -> agrees y w -> w <> 0.
Proof.
  intros [u H] Hy e. destruct x, y as [t | |]; simpl in *; try discriminate. subst.
  unfold Partial.divided in H. now rewrite equals_refl in H.
Qed.

Lemma choose_defined {V} c (x y : entry V) b :
  (exists u, Partial.choose c x y = Defined u) -> agrees c b -> b = true -> exists u, x = Defined u.
Proof. intros [u H] Hc ->. destruct c as [[] | |]; simpl in *; try discriminate. eauto. Qed.

Ltac totally H := eapply true_where_defined in H; [| agree].

(** * Conditioning on success *)

Section Rejection.
Context {K : ordered_field} (M : model K) (V : valid M = true).

Lemma success_positive : success_probability M (prior M) <> 0 -> (0 <? success_probability M (prior M)) = true.
Proof.
  intro N. apply positive_from; [| exact N]. apply sum_nonnegative. intros [n s] I. apply in_points in I.
  apply nonnegative_times; [now apply start_nonnegative |].
  now apply (soft_v_nonnegative M V); [apply (prior_is_policy V) | apply (weight_nonnegative V) |].
Qed.

Lemma law_with_success : sum (all_trajectories M) (fun '(n, s, a, rest) =>
  law M (prior M) n s a rest * product (weight M) n s a rest) <> 0 -> (0 <? success_probability M (prior M)) = true.
Proof.
  intro N. apply success_positive. rewrite success_two_ways. exact N.
Qed.

Lemma rejection_with_success alpha k : (alpha == count_of (S k))%Q -> sum (all_trajectories M) (fun '(n, s, a, rest) =>
  law M (prior M) n s a rest * power (product (weight M) n s a rest) alpha) <> 0 ->
  (0 <? success_probability M (prior M)) = true.
Proof.
  intros E N. apply law_with_success. intro e. apply N. apply sum_of_zero. intros i I.
  apply (fun H => sum_zero_each _ _ H e i) in I as z.
  - destruct i as [[[n s] a] r]. rewrite (power_natural _ _ _ E). cbn [natural_power].
    destruct (is_field K) as [R]. destruct R. now rewrite Rmul_assoc, z, zero_times.
  - intros [[[n s] a] r] J. apply nonnegative_times.
    + now apply (law_nonnegative M V); [apply (prior_is_policy V) |].
    + apply in_trajectories in J. now apply (product_nonnegative M V); [apply (weight_nonnegative V) | ..].
Qed.
End Rejection.

Theorem statement_4_3_printed_where_defined : PartialStatements.statement_4_3_printed.
Proof.
  intros K M V D O. totally D. totally O. apply every_true_or_undefined. intros [[[n s] a] r] I.
  apply (equals_true_or_undefined _ _ (law_given_success M (prior M) n s a r)
    (law M (retrain M (prior M) 1%Q) n s a r)); [agree | agree |].
  intros H _. unfold PartialDefinitions.law_given_success in H.
  apply (divided_defined (success_by_trajectories M (prior M))) in H; [| unfold success_by_trajectories; agree].
  pose proof (theorem_4_3_printed K M V (law_with_success M V H) D O) as T. rewrite every_true in T.
  now apply equals_true, (T (n, s, a, r)).
Qed.

Theorem statement_5_tradeoff_rejection_where_defined : PartialStatements.statement_5_tradeoff_rejection.
Proof.
  intros K M V D O. totally D. totally O.
  assert (T : forall alpha k, (alpha == count_of (S k))%Q ->
    true_or_undefined (Partial.every (all_trajectories M) (fun '(n, s, a, rest) => Partial.lift_two equals
      (PartialDefinitions.rejection M (Partial.prior M) (Defined alpha) n s a rest)
      (PartialDefinitions.law M (PartialDefinitions.retrain M (Partial.prior M) (Defined alpha)) n s a rest)))).
  { intros alpha k E. apply every_true_or_undefined. intros [[[n s] a] r] I.
    apply (equals_true_or_undefined _ _ (rejection M (prior M) alpha n s a r)
      (law M (retrain M (prior M) alpha) n s a r)); [agree | agree |].
    intros H _. unfold PartialDefinitions.rejection in H.
    apply (divided_defined (sum (all_trajectories M) (fun '(n, s, a, rest) =>
      law M (prior M) n s a rest * power (product (weight M) n s a rest) alpha))) in H; [| agree].
    apply (rejection_with_success M V alpha k E), positive_then in H.
    pose proof (rejection_is_retraining M V D alpha k H O E) as R. rewrite every_true in R.
    now apply equals_true, (R (n, s, a, r)). }
  repeat apply both_true_or_undefined; [apply (T _ 0%nat) | apply (T _ 1%nat) | apply (T _ 2%nat)]; reflexivity.
Qed.

(** * Trajectories from a start *)

Theorem statement_4_3_given_start_where_defined : PartialStatements.statement_4_3_given_start.
Proof.
  intros K M V D. totally D. apply every_true_or_undefined. intros [[[n s] a] r] I.
  apply (equals_true_or_undefined _ _ (law_given_start_and_success M (prior M) n s a r)
    (law_given_start M (retrain M (prior M) 1%Q) n s a r)); [agree | agree |].
  intros H _. apply in_trajectories in I. destruct I as (Hs & Ha & Hr). apply law_given_start_at; auto.
  intro e. unfold PartialDefinitions.law_given_start_and_success in H. eapply choose_defined in H; [| agree | exact e].
  rewrite <- success_from_start by assumption. refine (divided_defined _ _ _ H _). agree.
Qed.

Theorem statement_A_2_telescope_corrected_where_defined : PartialStatements.statement_A_2_telescope_corrected.
Proof. exact statement_4_3_given_start_where_defined. Qed.

Theorem statement_A_2_telescope_rewards_at_the_end_where_defined :
  PartialStatements.statement_A_2_telescope_rewards_at_the_end.
Proof.
  intros K M V D T. totally D. totally T. apply every_true_or_undefined. intros [[[n s] a] r] I.
  apply (equals_true_or_undefined _ _ (law_given_start M (retrain M (prior M) 1%Q) n s a r)
    (last_reward_trajectories M (prior M) n s a r)); [agree | agree |].
  intros _ H. apply in_trajectories in I. destruct I as (Hs & Ha & Hr). apply last_reward_at; auto.
  intro e. unfold PartialDefinitions.last_reward_trajectories in H. eapply choose_defined in H; [| agree | exact e].
  refine (divided_defined _ _ _ H _). agree.
Qed.

(** * Dynamics *)

Theorem statement_4_optimism_deterministic_where_defined : PartialStatements.statement_4_optimism_deterministic.
Proof.
  intros K M V D. totally D. apply every_true_or_undefined. intros [[[n s] a] t] I.
  apply (equals_true_or_undefined _ _ (conditioned_dynamics M (prior M) n s a t) (dynamics M n s a t));
    [agree | agree |].
  intros H _. apply in_transitions in I. destruct I as (Hs & Ha & Ht). apply conditioned_dynamics_at; auto.
  unfold PartialDefinitions.conditioned_dynamics in H. refine (divided_defined _ _ _ H _). agree.
Qed.
