(* Returns to go, which are finite or −∞, and the largest ones, by backward induction. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Improvement.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Notation "x <= y" := (extended_at_most x y = true) : extended_scope.

(** * Numbers that are finite or −∞ *)

Section Low.
Context {K : ordered_field}.
Add Field K_of_low : (is_field K).

Definition low (e : extended K) : Prop := match e with Finite _ | MinusInfinite => True | _ => False end.
Definition infinite (e : extended K) : bool := match e with Finite _ => false | _ => true end.
Definition number (e : extended K) : K := match e with Finite x => x | _ => 0 end.

Lemma low_is e : low e -> is MinusInfinite e (infinite e) (number e).
Proof. destruct e; intros []; reflexivity. Qed.

Lemma is_low e b x : is MinusInfinite e b x -> low e.
Proof. intros ->. now destruct b. Qed.

Lemma at_most_refl e : low e -> (e <= e)%E.
Proof. destruct e; intros []; [apply le_refl | reflexivity]. Qed.

Lemma at_most_trans (e f g : extended K) : (e <= f)%E -> (f <= g)%E -> (e <= g)%E.
Proof. destruct e, f, g; cbn; try discriminate; auto. apply le_trans. Qed.

Lemma at_most_antisym (e f : extended K) : (e <= f)%E -> (f <= e)%E -> e = f.
Proof. destruct e, f; cbn; try discriminate; auto. intros. f_equal. now apply le_antisym. Qed.

Lemma low_plus e f : low e -> low f -> low (e + f)%E.
Proof. destruct e, f; cbn; tauto. Qed.

Lemma plus_at_most (e f g h : extended K) : low e -> low f -> low g -> low h -> (e <= f)%E -> (g <= h)%E -> (e + g <= f + h)%E.
Proof. destruct e, f, g, h; cbn; try tauto; try discriminate. intros _ _ _ _. apply le_plus_both. Qed.

Lemma times_is c e : (0 <= c)%K -> low e ->
  is MinusInfinite (Finite c * e)%E (negb (c =? 0) && infinite e) (c * number e).
Proof. intros C E. apply (is_times _ to_minus_infinity); [exact C | now apply low_is]. Qed.

Lemma low_times c e : (0 <= c)%K -> low e -> low (Finite c * e)%E.
Proof. intros C E. exact (is_low _ _ _ (times_is c e C E)). Qed.

Lemma times_at_most c e f : (0 <= c)%K -> low e -> low f -> (c <> 0 -> (e <= f)%E) -> (Finite c * e <= Finite c * f)%E.
Proof.
  intros C E F H. apply (is_at_most _ _ _ _ _ _ (times_is c e C E) (times_is c f C F)).
  destruct (c =? 0) eqn:z.
  - right. apply equals_true in z. subst c. split; [reflexivity|]. rewrite !zero_times. apply le_refl.
  - apply equals_false in z. specialize (H z). destruct e, f; cbn in *; try tauto; try discriminate.
    right. split; [reflexivity | now apply le_times].
Qed.

Context {A : Type}.
Implicit Types (p : A -> K) (f g : A -> extended K).

Lemma extended_sum_cons (x : A) l f : extended_sum (x :: l) f = (f x + extended_sum l f)%E.
Proof. reflexivity. Qed.

Lemma low_sum (l : list A) f : (forall x, In x l -> low (f x)) -> low (extended_sum l f).
Proof.
  intro H. induction l as [|x l IH]; [exact I|]. rewrite extended_sum_cons.
  apply low_plus; [apply H; now left | apply IH; intros; apply H; now right].
Qed.

Lemma sum_at_most (l : list A) f g : (forall x, In x l -> low (f x) /\ low (g x) /\ (f x <= g x)%E) ->
  (extended_sum l f <= extended_sum l g)%E.
Proof.
  intro H. induction l as [|x l IH]; [apply le_refl|]. rewrite !extended_sum_cons.
  destruct (H x (or_introl eq_refl)) as (F & G & T).
  apply plus_at_most; auto; [apply low_sum | apply low_sum | apply IH]; intros; apply H; now right.
Qed.

Lemma mean_at_most (l : list A) p f g : (forall x, In x l -> 0 <= p x)%K ->
  (forall x, In x l -> low (f x)) -> (forall x, In x l -> low (g x)) ->
  (forall x, In x l -> p x <> 0 -> (f x <= g x)%E) ->
  (extended_sum l (fun x => Finite (p x) * f x) <= extended_sum l (fun x => Finite (p x) * g x))%E.
Proof.
  intros P F G H. apply sum_at_most. intros x Hx. repeat split; auto using low_times. apply times_at_most; auto.
Qed.

Lemma mean_same (l : list A) p f g : (forall x, In x l -> 0 <= p x)%K ->
  (forall x, In x l -> low (f x)) -> (forall x, In x l -> low (g x)) ->
  (forall x, In x l -> p x <> 0 -> f x = g x) ->
  extended_sum l (fun x => Finite (p x) * f x)%E = extended_sum l (fun x => Finite (p x) * g x)%E.
Proof.
  intros P F G H. apply at_most_antisym; apply mean_at_most; auto; intros x Hx N; rewrite (H x Hx N); apply at_most_refl; auto.
Qed.

Lemma mean_of_constant (l : list A) p c : (forall x, In x l -> 0 <= p x)%K -> sum l p = 1 -> low c ->
  extended_sum l (fun x => Finite (p x) * c)%E = c.
Proof.
  intros P S C. eapply (is_same MinusInfinite); [apply (is_sum _ to_minus_infinity); intros x Hx; now apply times_is, C; apply P | now apply low_is | |].
  - destruct (infinite c).
    + destruct (sum_not_zero l p P) as [x [Hx N]]; [rewrite S; apply not_one_zero|].
      apply existsb_exists. exists x. split; [assumption|]. now rewrite (proj2 (equals_false _ _) N).
    + apply not_true_iff_false. intro T. apply existsb_exists in T. destruct T as [x [_ T]]. now rewrite andb_false_r in T.
  - intros _. rewrite sum_times_right, S. ring.
Qed.

Lemma largest (l : list A) f : l <> [] -> (forall x, In x l -> low (f x)) ->
  (forall x, In x l -> (f x <= extended_max l f)%E) /\ exists x, In x l /\ extended_max l f = f x.
Proof.
  intros N F. induction l as [|x l IH]; [congruence|]. destruct l as [|y l].
  - split; [|exists x; cbn; auto]. intros z [<-|[]]. apply at_most_refl, F. now left.
  - destruct IH as [A1 [b [Hb B]]]; [discriminate | intros; apply F; now right |].
    change (extended_max (x :: y :: l) f) with (match f x, extended_max (y :: l) f with
      | Undefined, _ | _, Undefined => Undefined
      | _, _ => if extended_at_most (f x) (extended_max (y :: l) f) then extended_max (y :: l) f else f x end).
    pose proof (F x (or_introl eq_refl)) as X. pose proof (F b (or_intror Hb)) as Y. rewrite <- B in Y.
    set (m := extended_max (y :: l) f) in *.
    replace (match f x, m with Undefined, _ | _, Undefined => Undefined | _, _ => if extended_at_most (f x) m then m else f x end)
      with (if extended_at_most (f x) m then m else f x) by (destruct (f x), m; now try contradiction).
    destruct (extended_at_most (f x) m) eqn:T.
    + split; [|exists b; split; [now right | exact B]]. intros z [<-|Hz]; [exact T | now apply A1].
    + assert (R : (m <= f x)%E).
      { destruct (f x), m; cbn in *; try contradiction; try discriminate; auto. now apply not_le_then. }
      split; [|exists x; split; [now left | reflexivity]]. intros z [<-|Hz]; [now apply at_most_refl|].
      eapply at_most_trans; [now apply A1 | exact R].
Qed.

Lemma extended_max_ext (l : list A) f g : (forall x, In x l -> f x = g x) -> extended_max l f = extended_max l g.
Proof.
  intro H. induction l as [|x l IH]; [reflexivity|]. destruct l as [|y l]; [apply H; now left|].
  cbn [extended_max] in *. rewrite H by now left. rewrite IH by (intros; apply H; now right). reflexivity.
Qed.
End Low.

(** * Returns to go *)

Section ToGo.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_to_go : (is_field K).

Notation U := (return_to_go M).
Definition return_from (v : points (extended K)) : choices (extended K) :=
  fun n s a => (log (Finite (weight M n s a)) + mean_ahead_extended M v n s a)%E.

Lemma low_reward n s a : point M n s -> In a (acts M n s) -> low (log (Finite (weight M n s a))).
Proof. intros. eapply is_low. now apply (log_weight_is M V). Qed.

Lemma low_ahead v n s a : point M n s -> In a (acts M n s) ->
  (forall m t, n = S m -> point M m t -> low (v m t)) -> low (mean_ahead_extended M v n s a).
Proof.
  intros H Ha E. destruct n as [|n]; [exact I|]. unfold mean_ahead_extended. cbn [last Nat.eqb next].
  apply low_sum. intros t Ht. apply low_times; [now apply (dynamics_nonnegative M V)|].
  apply E; auto. now apply (step M V n s a).
Qed.

Lemma low_return_from v n s a : point M n s -> In a (acts M n s) ->
  (forall m t, n = S m -> point M m t -> low (v m t)) -> low (return_from v n s a).
Proof. intros. apply low_plus; [now apply low_reward | now apply low_ahead]. Qed.

Lemma ahead_at_most v w n s a : point M n s -> In a (acts M n s) ->
  (forall m t, n = S m -> point M m t -> low (v m t)) -> (forall m t, n = S m -> point M m t -> low (w m t)) ->
  (forall m t, n = S m -> In t (succ M n s a) -> (v m t <= w m t)%E) ->
  (mean_ahead_extended M v n s a <= mean_ahead_extended M w n s a)%E.
Proof.
  intros H Ha Lv Lw E. destruct n as [|n]; [apply le_refl|]. unfold mean_ahead_extended. cbn [last Nat.eqb next].
  assert (S : forall t, In t (succ M (S n) s a) -> point M n t) by (intros; now apply (step M V n s a)).
  apply mean_at_most; auto. intros. now apply (dynamics_nonnegative M V).
Qed.

Lemma return_from_at_most v w n s a : point M n s -> In a (acts M n s) ->
  (forall m t, n = S m -> point M m t -> low (v m t)) -> (forall m t, n = S m -> point M m t -> low (w m t)) ->
  (forall m t, n = S m -> In t (succ M n s a) -> (v m t <= w m t)%E) ->
  (return_from v n s a <= return_from w n s a)%E.
Proof.
  intros. apply plus_at_most; auto using low_reward, low_ahead, at_most_refl. now apply ahead_at_most.
Qed.

Lemma low_to_go p n s : policy M p -> point M n s -> low (U p n s).
Proof. intros P H. eapply is_low. now apply (return_to_go_is M V). Qed.

Lemma low_action_value p n s a : policy M p -> point M n s -> In a (acts M n s) -> low (return_from (U p) n s a).
Proof. intros P H Ha. apply low_return_from; auto. intros. now apply low_to_go. Qed.

Lemma to_go_equation p n s : U p n s = extended_sum (acts M n s) (fun a => (Finite (p n s a) * return_from (U p) n s a)%E).
Proof. apply return_to_go_equation. Qed.

Lemma better_by_first_return p r : policy M p -> policy M r ->
  (forall n s, point M n s -> (U p n s <= extended_sum (acts M n s) (fun a => Finite (r n s a) * return_from (U p) n s a))%E) ->
  forall n s, point M n s -> (U p n s <= U r n s)%E.
Proof.
  intros P R B n. induction n as [n IH] using lt_wf_ind. intros s H. eapply at_most_trans; [now apply B|].
  rewrite (to_go_equation r). apply mean_at_most.
  - intros a Ha. now apply R.
  - intros a Ha. now apply low_action_value.
  - intros a Ha. now apply low_action_value.
  - intros a Ha _. apply return_from_at_most; auto using low_to_go. intros m t -> Ht. apply IH; auto. now apply (step M V m s a).
Qed.

Lemma return_is_from_start p : policy M p ->
  expected_return M p = extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s) * U p n s)%E).
Proof.
  intro P. eapply (is_same MinusInfinite); [now apply (return_is M V) | now apply (return_from_start_is M V) | reflexivity | reflexivity].
Qed.

Lemma from_start_at_most (v w : points (extended K)) : (forall n s, point M n s -> low (v n s)) ->
  (forall n s, point M n s -> low (w n s)) -> (forall n s, point M n s -> start M n s <> 0 -> (v n s <= w n s)%E) ->
  (extended_sum (all_points M) (fun '(n, s) => Finite (start M n s) * v n s)
    <= extended_sum (all_points M) (fun '(n, s) => Finite (start M n s) * w n s))%E.
Proof.
  intros Lv Lw E. apply sum_at_most. intros [n s] H. apply in_points in H.
  pose proof (start_nonnegative M n s V H) as S. repeat split; auto using low_times. apply times_at_most; auto.
Qed.

Lemma return_at_most p r : policy M p -> policy M r -> (forall n s, point M n s -> (U p n s <= U r n s)%E) ->
  (expected_return M p <= expected_return M r)%E.
Proof. intros P R E. rewrite !return_is_from_start by assumption. apply from_start_at_most; auto using low_to_go. Qed.

(** * The largest returns *)

Definition largest_return : points (extended K) := back (Finite 0) (fun v n s => best_extended M (return_from v) n s).

Lemma largest_return_is n s : largest_return n s = extended_max (acts M n s) (return_from largest_return n s).
Proof.
  unfold largest_return at 1, back, best_extended. apply extended_max_ext. intros a _. unfold return_from. f_equal.
  unfold mean_ahead_extended. destruct n as [|n]; [reflexivity|]. cbn [last Nat.eqb next].
  apply extended_sum_ext. intros t _. f_equal. unfold largest_return. apply back_known. lia.
Qed.

Lemma low_largest n : forall s, point M n s -> low (largest_return n s).
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H. rewrite largest_return_is.
  destruct (largest (acts M n s) (return_from largest_return n s)) as [_ [a [Ha ->]]].
  - now apply (some_acts M V).
  - intros a Ha. apply low_return_from; auto. intros m t -> Ht. apply IH; auto.
  - apply low_return_from; auto. intros m t -> Ht. apply IH; auto.
Qed.

Lemma low_largest_from n s a : point M n s -> In a (acts M n s) -> low (return_from largest_return n s a).
Proof. intros. apply low_return_from; auto. intros. now apply low_largest. Qed.

Lemma largest_above n s a : point M n s -> In a (acts M n s) -> (return_from largest_return n s a <= largest_return n s)%E.
Proof.
  intros H Ha. rewrite (largest_return_is n s).
  apply (largest (acts M n s) (return_from largest_return n s)); auto; [now apply (some_acts M V)|].
  intros. now apply low_largest_from.
Qed.

Lemma no_policy_returns_more p : policy M p -> forall n s, point M n s -> (U p n s <= largest_return n s)%E.
Proof.
  intros P n. induction n as [n IH] using lt_wf_ind. intros s H. rewrite to_go_equation.
  rewrite <- (mean_of_constant (acts M n s) (p n s) (largest_return n s)).
  - apply mean_at_most; auto using low_action_value, low_largest; [intros; now apply P|]. intros a Ha _.
    eapply at_most_trans; [|now apply (largest_above n s a)].
    apply return_from_at_most; auto using low_to_go, low_largest. intros m t -> Ht. apply IH; auto. now apply (step M V m s a).
  - intros a Ha. now apply P.
  - now apply P.
  - now apply low_largest.
Qed.

Lemma optimal_return_is : optimal_return M = extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s) * largest_return n s)%E).
Proof. reflexivity. Qed.

Lemma return_at_most_optimal p : policy M p -> (expected_return M p <= optimal_return M)%E.
Proof.
  intro P. rewrite return_is_from_start, optimal_return_is by assumption.
  apply from_start_at_most; auto using low_to_go, low_largest, no_policy_returns_more.
Qed.
End ToGo.
