(* Returns, entropies and divergences by occupancy, along trajectories and by backward induction (Lemma 4.7). *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Divergences.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Definition zero_of {K : ordered_field} (x : choices K) (n s a : nat) : bool := x n s a =? 0.

Lemma is_change {K : ordered_field} infinity (e : extended K) b x c y :
  is infinity e b x -> b = c -> (b = false -> x = y) -> is infinity e c y.
Proof. unfold is. intros -> <- E. destruct b; [reflexivity | now rewrite E]. Qed.

Lemma is_opposite {K : ordered_field} (e : extended K) b x :
  is MinusInfinite e b x -> is Infinite (extended_minus (Finite 0) e) b (0 - x).
Proof.
  unfold is. intros ->. destruct b; [reflexivity|]. unfold extended_minus. cbn.
  destruct (is_field K) as [R _ _ _]. destruct R. f_equal. now rewrite Radd_0_l.
Qed.

Notation to_infinity := (or_introl eq_refl).
Notation to_minus_infinity := (or_intror eq_refl).

Section Returns.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_returns : (is_field K).

Notation total p x := (sum (all_choices M) (fun '(n, s, a) => occupancy M p n s * p n s a * x n s a)).

Lemma along_is infinity (I : infinity = Infinite \/ infinity = MinusInfinite) (e : choices (extended K)) b x :
  (forall n s a, point M n s -> In a (acts M n s) -> is infinity (e n s a) (b n s a) (x n s a)) ->
  forall n s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  is infinity (along extended_plus e n s a r) (on_way b n s a r) (along plus x n s a r).
Proof.
  intros E n. induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. now apply E.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [c [Hc Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [along on_way pred]. apply (is_plus infinity I); [now apply E|]. apply IH; auto. now apply (step M V n s a).
Qed.

(* What is summed along trajectories, with its chance. *)
Lemma sum_along_is infinity (I : infinity = Infinite \/ infinity = MinusInfinite) p (e : choices (extended K)) b x :
  policy M p -> (forall n s a, point M n s -> In a (acts M n s) -> is infinity (e n s a) (b n s a) (x n s a)) ->
  is infinity (extended_sum (all_trajectories M) (fun '(n, s, a, r) => extended_times (Finite (law M p n s a r)) (along extended_plus e n s a r)))
    (meets M p b) (total p x).
Proof.
  intros P E.
  apply (is_change infinity _ (existsb (fun '(n, s, a, r) => negb (law M p n s a r =? 0) && on_way b n s a r) (all_trajectories M))
    (sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * along plus x n s a r))).
  - apply (is_sum infinity I). intros [[[n s] a] r] J. apply (is_times infinity I); [now apply (law_nonnegative M V)|].
    apply in_trajectories in J. now apply along_is.
  - now apply meets_along.
  - intros _. now apply along_trajectories.
Qed.

(* What is summed over choices, with their occupancy. *)
Lemma sum_occupied_is infinity (I : infinity = Infinite \/ infinity = MinusInfinite) p (e : choices (extended K)) b x :
  policy M p -> (forall n s a, point M n s -> In a (acts M n s) -> is infinity (e n s a) (b n s a) (x n s a)) ->
  is infinity (extended_sum (all_choices M) (fun '(n, s, a) => extended_times (Finite (occupancy M p n s * p n s a)) (e n s a)))
    (meets M p b) (total p x).
Proof.
  intros P E. apply (is_sum infinity I). intros [[n s] a] J. apply in_choices in J.
  apply (is_times infinity I); [now apply occ_times_nonnegative | now apply E].
Qed.

(* The same by rows, whose entries are multiplied by the policy. *)
Lemma sum_of_rows_is infinity (I : infinity = Infinite \/ infinity = MinusInfinite) p (e : choices (extended K)) b x :
  policy M p ->
  (forall n s a, point M n s -> In a (acts M n s) -> is infinity (e n s a) (negb (p n s a =? 0) && b n s a) (p n s a * x n s a)) ->
  is infinity (extended_sum (all_points M) (fun '(n, s) => extended_times (Finite (occupancy M p n s)) (extended_sum (acts M n s) (e n s))))
    (meets M p b) (total p x).
Proof.
  intros P E.
  apply (is_change infinity _ (existsb (fun '(n, s) => negb (occupancy M p n s =? 0)
      && existsb (fun a => negb (p n s a =? 0) && b n s a) (acts M n s)) (all_points M))
    (sum (all_points M) (fun '(n, s) => occupancy M p n s * sum (acts M n s) (fun a => p n s a * x n s a)))).
  - apply (is_sum infinity I). intros [n s] J. apply in_points in J. apply (is_times infinity I).
    + now apply (occ_nonnegative M V p P).
    + apply (is_sum infinity I). intros a Ha. now apply E.
  - apply eq_true_iff_eq. unfold meets. rewrite !existsb_exists. split.
    + intros [[n s] [J B]]. apply andb_true_iff in B. destruct B as [N B]. apply existsb_exists in B.
      destruct B as [a [Ha B]]. apply andb_true_iff in B. destruct B as [Na B]. exists (n, s, a).
      split; [apply in_choices; split; [now apply in_points | assumption]|]. rewrite B, andb_true_r.
      apply negb_true_iff, equals_false. apply negb_true_iff, equals_false in N. apply negb_true_iff, equals_false in Na.
      now apply times_not_zero.
    + intros [[[n s] a] [J B]]. apply in_choices in J. destruct J as [H Ha]. apply andb_true_iff in B. destruct B as [N B].
      apply negb_true_iff, equals_false in N. exists (n, s). split; [now apply in_points|].
      apply andb_true_iff. split.
      * apply negb_true_iff, equals_false. intro z. apply N. rewrite z. ring.
      * apply existsb_exists. exists a. split; [assumption|]. rewrite B, andb_true_r.
        apply negb_true_iff, equals_false. intro z. apply N. rewrite z. ring.
  - intros _. rewrite sum_choices. apply sum_ext. intros [n s] _. rewrite <- sum_times. apply sum_ext. intros. ring.
Qed.

(** * Returns *)

Notation logs := (fun n s a => ln (weight M n s a)).

Lemma log_weight_is n s a : point M n s -> In a (acts M n s) ->
  is MinusInfinite (log (Finite (weight M n s a))) (zero_of (weight M) n s a) (ln (weight M n s a)).
Proof. intros. apply log_is. now apply (weight_nonnegative V). Qed.

Lemma return_is p : policy M p ->
  is MinusInfinite (expected_return M p) (meets M p (zero_of (weight M))) (total p logs).
Proof. intro P. apply (sum_occupied_is _ to_minus_infinity); auto using log_weight_is. Qed.

Lemma return_by_trajectories_is p : policy M p ->
  is MinusInfinite (return_by_trajectories M p) (meets M p (zero_of (weight M))) (total p logs).
Proof. intro P. apply (sum_along_is _ to_minus_infinity); auto using log_weight_is. Qed.


Lemma extended_sum_ext {A} (l : list A) (f g : A -> extended K) : (forall x, In x l -> f x = g x) -> extended_sum l f = extended_sum l g.
Proof.
  intro H. induction l as [|x l IH]; [reflexivity|].
  change (extended_plus (f x) (extended_sum l f) = extended_plus (g x) (extended_sum l g)).
  rewrite H, IH; auto with datatypes.
Qed.

(* What any rewards come to that are finite or −∞, by backward induction. *)
Section Values.
Variables (rewards : choices (extended K)) (bad : nat -> nat -> nat -> bool) (x : choices K).
Hypothesis E : forall n s a, point M n s -> In a (acts M n s) -> is MinusInfinite (rewards n s a) (bad n s a) (x n s a).

Definition values (p : choices K) : points (extended K) :=
  back (Finite 0) (fun v n s => extended_sum (acts M n s) (fun a =>
    extended_times (Finite (p n s a)) (extended_plus (rewards n s a) (mean_ahead_extended M v n s a)))).

Lemma values_equation p n s : values p n s = extended_sum (acts M n s) (fun a =>
  extended_times (Finite (p n s a)) (extended_plus (rewards n s a) (mean_ahead_extended M (values p) n s a))).
Proof.
  unfold values at 1, back. apply extended_sum_ext. intros a _. do 2 f_equal. unfold mean_ahead_extended.
  destruct n as [|n]; [reflexivity|]. cbn [last Nat.eqb next]. apply extended_sum_ext. intros t _. f_equal.
  unfold values. apply back_known. lia.
Qed.

Lemma values_is p n : policy M p -> forall s, point M n s ->
  is MinusInfinite (values p n s) (negb (to_go M p (indicator bad) n s =? 0)) (to_go M p x n s).
Proof.
  intro P. induction n as [n IH] using lt_wf_ind. intros s H. rewrite values_equation.
  pose proof (never_is M V p P bad n s H) as N.
  set (ahead_bad := fun a => match n with O => false | S m => existsb (fun t => negb (dynamics M n s a t =? 0)
    && negb (to_go M p (indicator bad) m t =? 0)) (succ M n s a) end).
  apply (is_change _ _ (existsb (fun a => negb (p n s a =? 0) && (bad n s a || ahead_bad a)) (acts M n s))
    (sum (acts M n s) (fun a => p n s a * (x n s a + mean_ahead M (to_go M p x) n s a)))).
  - apply (is_sum _ to_minus_infinity). intros a Ha. apply (is_times _ to_minus_infinity); [now apply P|].
    apply (is_plus _ to_minus_infinity); [now apply E|].
    unfold mean_ahead_extended, mean_ahead, ahead_bad. destruct n as [|n]; [reflexivity|]. cbn [last Nat.eqb next].
    apply (is_sum _ to_minus_infinity). intros t Ht. apply (is_times _ to_minus_infinity).
    + now apply (dynamics_nonnegative M V).
    + apply IH; [lia | now apply (step M V n s a)].
  - apply eq_true_iff_eq. rewrite negb_true_iff, equals_false, N, existsb_exists. split.
    + intros [a [Ha B]] G. apply andb_true_iff in B. destruct B as [Na B]. apply negb_true_iff, equals_false in Na.
      destruct (G a Ha Na) as [W C]. rewrite W in B. cbn [orb] in B. unfold ahead_bad in B. destruct n as [|m]; [discriminate|].
      apply existsb_exists in B. destruct B as [t [Ht B]]. apply andb_true_iff in B. destruct B as [_ B].
      apply negb_true_iff, equals_false in B. apply B. now apply C.
    + intro G. destruct (existsb (fun a => negb (p n s a =? 0) && (bad n s a || ahead_bad a)) (acts M n s)) eqn:B.
      * apply existsb_exists in B. destruct B as [a B]. now exists a.
      * exfalso. apply G. intros a Ha Na.
        assert (Q : forall b, In b (acts M n s) -> negb (p n s b =? 0) && (bad n s b || ahead_bad b) = false).
        { intros b Hb. apply not_true_iff_false. intro T. apply not_true_iff_false in B. apply B. apply existsb_exists. eauto. }
        specialize (Q a Ha). rewrite (proj2 (equals_false _ _) Na) in Q. cbn [negb andb] in Q. apply orb_false_iff in Q.
        destruct Q as [W Q]. split; [assumption|]. intros m t -> Ht. unfold ahead_bad in Q.
        apply equals_true. apply negb_false_iff. apply not_true_iff_false. intro T. apply not_true_iff_false in Q. apply Q.
        apply existsb_exists. exists t. split; [assumption|]. rewrite T, andb_true_r.
        apply negb_true_iff, equals_false. now apply (dynamics_not_zero M V m s a t).
  - intros _. symmetry. apply to_go_is.
Qed.

Lemma values_from_start_is p : policy M p ->
  is MinusInfinite (extended_sum (all_points M) (fun '(n, s) => extended_times (Finite (start M n s)) (values p n s)))
    (meets M p bad) (total p x).
Proof.
  intro P. set (W := to_go M p (indicator bad)).
  apply (is_change _ _ (existsb (fun '(n, s) => negb (start M n s =? 0) && negb (W n s =? 0)) (all_points M))
    (sum (all_points M) (fun '(n, s) => start M n s * to_go M p x n s))).
  - apply (is_sum _ to_minus_infinity). intros [n s] H. apply in_points in H.
    apply (is_times _ to_minus_infinity); [now apply start_nonnegative | now apply values_is].
  - apply eq_true_iff_eq. rewrite (meets_is M V p P). fold W.
    apply existsb_sum.
    + intros [n s] H. apply in_points in H. apply nonnegative_times; [now apply start_nonnegative | now apply never_nonnegative].
    + intros [n s] _. rewrite andb_true_iff, !negb_true_iff, !equals_false. split.
      * intros []. now apply times_not_zero.
      * intro N. split; intro e; apply N; rewrite e; ring.
  - intros _. now apply by_occupancy.
Qed.
End Values.

Lemma return_to_go_equation p n s : return_to_go M p n s = extended_sum (acts M n s) (fun a =>
  extended_times (Finite (p n s a)) (extended_plus (log (Finite (weight M n s a))) (mean_ahead_extended M (return_to_go M p) n s a))).
Proof. exact (values_equation (fun n s a => log (Finite (weight M n s a))) p n s). Qed.

Lemma return_to_go_is p n : policy M p -> forall s, point M n s ->
  is MinusInfinite (return_to_go M p n s) (negb (to_go M p (indicator (zero_of (weight M))) n s =? 0)) (to_go M p logs n s).
Proof. exact (values_is _ _ _ log_weight_is p n). Qed.

Lemma return_from_start_is p : policy M p ->
  is MinusInfinite (extended_sum (all_points M) (fun '(n, s) => extended_times (Finite (start M n s)) (return_to_go M p n s)))
    (meets M p (zero_of (weight M))) (total p logs).
Proof. exact (values_from_start_is _ _ _ log_weight_is p). Qed.

(** * Entropies *)

Lemma entropy_is p : policy M p ->
  is Infinite (causal_entropy M p) (meets M p (zero_of p)) (total p (fun n s a => 0 - ln (p n s a))).
Proof.
  intro P. apply (sum_of_rows_is _ to_infinity); auto. intros n s a H Ha. unfold zero_of, is.
  destruct (p n s a =? 0) eqn:e.
  - cbn [negb andb]. apply equals_true in e. rewrite e. f_equal. ring.
  - apply equals_false in e. rewrite log_of_positive; [|now apply P | assumption]. cbn. f_equal. ring.
Qed.

Lemma entropy_along_is p : policy M p ->
  is Infinite (extended_sum (all_trajectories M) (fun '(n, s, a, r) => extended_times (Finite (law M p n s a r))
      (extended_minus (Finite 0) (along extended_plus (fun n s a => log (Finite (p n s a))) n s a r))))
    (meets M p (zero_of p)) (total p (fun n s a => 0 - ln (p n s a))).
Proof.
  intro P.
  apply (is_change _ _ (existsb (fun '(n, s, a, r) => negb (law M p n s a r =? 0) && on_way (zero_of p) n s a r) (all_trajectories M))
    (sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * (0 - along plus (fun n s a => ln (p n s a)) n s a r)))).
  - apply (is_sum _ to_infinity). intros [[[n s] a] r] J. apply (is_times _ to_infinity); [now apply (law_nonnegative M V)|].
    apply in_trajectories in J. apply is_opposite. apply (along_is _ to_minus_infinity); try tauto.
    intros. apply log_is. now apply P.
  - now apply meets_along.
  - intros _. rewrite <- (along_trajectories M V p P). apply sum_ext. intros [[[n s] a] r] _. f_equal.
    revert n s a. induction r as [|[t b] r IH]; intros; cbn [along]; [reflexivity|]. rewrite <- IH. ring.
Qed.

(** * Divergences *)

Definition log_ratio (p r : choices K) : choices K := fun n s a => ln (p n s a / r n s a).

Lemma row_term_is p r n s a : policy M p -> policy M r -> point M n s -> In a (acts M n s) ->
  is Infinite (if p n s a =? 0 then Finite 0 else if r n s a =? 0 then Infinite
    else extended_times (Finite (p n s a)) (log (Finite (p n s a / r n s a))))
    (negb (p n s a =? 0) && zero_of r n s a) (p n s a * log_ratio p r n s a).
Proof.
  intros P R H Ha. unfold is, zero_of. destruct (p n s a =? 0) eqn:e.
  - apply equals_true in e. rewrite e. cbn. f_equal. ring.
  - cbn [negb andb]. destruct (r n s a =? 0) eqn:f; [reflexivity|]. apply equals_false in e, f.
    rewrite log_of_positive; [reflexivity | now apply quotient_nonnegative; [apply P | apply R |] |].
    intro z. apply e. replace (p n s a) with (p n s a / r n s a * r n s a) by (field; assumption). rewrite z. ring.
Qed.

Lemma divergence_by_occupancy_is p r : policy M p -> policy M r ->
  is Infinite (occupancy_kl M p r) (meets M p (zero_of r)) (total p (log_ratio p r)).
Proof.
  intros P R. unfold occupancy_kl, row_kl. apply (sum_of_rows_is _ to_infinity); auto.
  intros. now apply row_term_is.
Qed.

Lemma product_zero (x : choices K) n s a r : product x n s a r = 0 <-> on_way (zero_of x) n s a r = true.
Proof.
  revert n s a. induction r as [|[t b] r IH]; intros; cbn [product on_way]; [symmetry; apply equals_true|].
  rewrite orb_true_iff, <- IH. unfold zero_of. rewrite equals_true. split.
  - intro e. destruct (times_zero _ _ e); auto.
  - intros [e|e]; rewrite e; ring.
Qed.

Lemma log_of_products p r : policy M p -> policy M r -> forall n s a rest, point M n s -> In a (acts M n s) -> In rest (rests M n s a) ->
  product p n s a rest <> 0 -> product r n s a rest <> 0 ->
  ln (product p n s a rest / product r n s a rest) = along plus (log_ratio p r) n s a rest.
Proof.
  intros P R n. induction n as [|n IH]; intros s a rest H Ha Hr Np Nr.
  - destruct Hr as [<-|[]]. reflexivity.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [c [Hc Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    pose proof (step M V n s a t H Ha Ht) as Hp. cbn [product along pred] in *.
    assert (N1 : p (S n) s a <> 0) by (intro e; apply Np; rewrite e; ring).
    assert (N2 : product p n t c r' <> 0) by (intro e; apply Np; rewrite e; ring).
    assert (N3 : r (S n) s a <> 0) by (intro e; apply Nr; rewrite e; ring).
    assert (N4 : product r n t c r' <> 0) by (intro e; apply Nr; rewrite e; ring).
    assert (P1 : 0 <= p (S n) s a) by now apply P. assert (R1 : 0 <= r (S n) s a) by now apply R.
    assert (P2 : 0 <= product p n t c r') by (apply (product_nonnegative M V); auto; apply P).
    assert (R2 : 0 <= product r n t c r') by (apply (product_nonnegative M V); auto; apply R).
    rewrite <- IH by assumption. unfold log_ratio.
    rewrite !ln_quotient, !ln_product by (auto using nonnegative_times). ring.
Qed.

Theorem divergence_is p r : policy M p -> policy M r ->
  is Infinite (kl M p r) (meets M p (zero_of r)) (total p (log_ratio p r)).
Proof.
  intros P R.
  assert (D : forall n s a rest, In (n, s, a, rest) (all_trajectories M) -> law M p n s a rest <> 0 ->
    (law M r n s a rest =? 0) = on_way (zero_of r) n s a rest).
  { intros n s a rest J N. unfold law in *. apply eq_true_iff_eq. rewrite equals_true, <- product_zero. split.
    - intro e. destruct (times_zero _ _ e) as [z|z]; [|assumption]. exfalso. apply N. rewrite z. ring.
    - intro e. rewrite e. ring. }
  apply (is_change _ _ (existsb (fun '(n, s, a, rest) => negb (law M p n s a rest =? 0) && on_way (zero_of r) n s a rest) (all_trajectories M))
    (sum (all_trajectories M) (fun '(n, s, a, rest) => law M p n s a rest * ln (law M p n s a rest / law M r n s a rest)))).
  - apply (is_sum _ to_infinity). intros [[[n s] a] rest] J. unfold is. destruct (law M p n s a rest =? 0) eqn:e.
    + apply equals_true in e. rewrite e. cbn. f_equal. ring.
    + apply equals_false in e. rewrite <- D by assumption. cbn [negb andb].
      destruct (law M r n s a rest =? 0) eqn:f; [reflexivity|]. apply equals_false in f.
      rewrite log_of_positive; [reflexivity | |].
      * apply quotient_nonnegative; auto; now apply (law_nonnegative M V).
      * intro z. apply e. replace (law M p n s a rest) with (law M p n s a rest / law M r n s a rest * law M r n s a rest) by (field; assumption).
        rewrite z. ring.
  - now apply meets_along.
  - intro B. rewrite <- (along_trajectories M V p P). apply sum_ext. intros [[[n s] a] rest] J.
    destruct (equal_or_not (law M p n s a rest) 0) as [e|e]; [rewrite e; ring|]. f_equal.
    assert (F : on_way (zero_of r) n s a rest = false).
    { apply not_true_iff_false. intro T. apply not_true_iff_false in B. apply B. apply existsb_exists.
      exists (n, s, a, rest). split; [assumption|]. rewrite T, andb_true_r. now apply negb_true_iff, equals_false. }
    pose proof (D n s a rest J e) as E. rewrite F in E. apply equals_false in E.
    apply in_trajectories in J. destruct J as [H [Ha Hr]]. unfold law in e, E.
    rewrite <- log_of_products; auto.
    + f_equal. unfold law. field. repeat split.
      * intro z. apply E. rewrite z. ring.
      * intro z. apply E. rewrite z. ring.
      * intro z. apply E. rewrite z. ring.
    + intro z. apply e. rewrite z. ring.
    + intro z. apply E. rewrite z. ring.
Qed.

(* Lemma 4.7 for any two policies. *)
Theorem chain_rule p r : policy M p -> policy M r -> kl M p r = occupancy_kl M p r.
Proof.
  intros P R. eapply (is_same Infinite); [now apply divergence_is | now apply divergence_by_occupancy_is | reflexivity | reflexivity].
Qed.

Lemma divergence_along_is p r : policy M p -> policy M r ->
  is Infinite (extended_sum (all_trajectories M) (fun '(n, s, a, rest) => extended_times (Finite (law M p n s a rest))
      (along extended_plus (fun n s a => if p n s a =? 0 then Finite 0 else if r n s a =? 0 then Infinite
        else log (Finite (p n s a / r n s a))) n s a rest)))
    (meets M p (zero_of r)) (total p (log_ratio p r)).
Proof.
  intros P R.
  apply (is_change _ _ (meets M p (fun n s a => negb (p n s a =? 0) && zero_of r n s a))
    (total p (fun n s a => if p n s a =? 0 then 0 else log_ratio p r n s a))).
  - apply (sum_along_is _ to_infinity); auto. intros n s a H Ha. unfold is, zero_of.
    destruct (p n s a =? 0) eqn:e; [reflexivity|]. cbn [negb andb].
    destruct (r n s a =? 0) eqn:f; [reflexivity|]. apply equals_false in e, f. apply log_of_positive.
    + apply quotient_nonnegative; auto; [now apply P | now apply R].
    + intro z. apply e. replace (p n s a) with (p n s a / r n s a * r n s a) by (field; assumption). rewrite z. ring.
  - unfold meets.
    assert (G : forall l, existsb (fun '(n, s, a) => negb (occupancy M p n s * p n s a =? 0) && (negb (p n s a =? 0) && zero_of r n s a)) l
      = existsb (fun '(n, s, a) => negb (occupancy M p n s * p n s a =? 0) && zero_of r n s a) l); [|apply G].
    induction l as [|[[n s] a] l IH]; [reflexivity|]. cbn [existsb]. rewrite IH. f_equal.
    destruct (p n s a =? 0) eqn:e; [|reflexivity]. apply equals_true in e. rewrite e.
    replace (occupancy M p n s * 0) with (0 : K) by ring. now rewrite equals_refl.
  - intros _. apply sum_ext. intros [[n s] a] _. destruct (p n s a =? 0) eqn:e; [|reflexivity].
    apply equals_true in e. rewrite e. ring.
Qed.

(** * Policies that respond *)

Lemma response_policy p delta k : policy M p -> (Qeq_bool delta 0 = true \/ (1 / delta == count_of k)%Q) ->
  policy M (boltzmann M p delta).
Proof.
  intros P D. split.
  - intros n s a H Ha. rewrite boltzmann_is. apply share_nonnegative; [|now apply P | assumption].
    intros b Hb. unfold response. destruct (Qeq_bool delta 0) eqn:e.
    + match goal with |- context [if ?c then _ else _] => destruct c end; auto using zero_le_one, le_refl.
    + destruct D as [D|D]; [congruence|]. rewrite (power_natural _ _ _ D). apply natural_power_nonnegative.
      now apply (q_nonnegative M V).
  - intros n s H. rewrite (sum_ext _ _ _ (fun a _ => boltzmann_is M p delta n s a)). apply share_sum. now apply P.
Qed.

Lemma no_divergence_then_supported p r : policy M p -> policy M r ->
  meets M p (zero_of r) = negb (supported_in_where_visited M p r).
Proof.
  intros P R. apply eq_true_iff_eq. rewrite negb_true_iff, <- not_true_iff_false. unfold supported_in_where_visited.
  rewrite every_choice. unfold meets. split.
  - intros B E. apply existsb_exists in B. destruct B as [[[n s] a] [J B]]. apply in_choices in J. destruct J as [H Ha].
    apply andb_true_iff in B. destruct B as [N B]. apply negb_true_iff in N. apply equals_true in B.
    specialize (E n s a H Ha). rewrite N in E. cbn [orb] in E. apply positive_then in E. contradiction.
  - intro E. match goal with |- ?b = true => destruct b eqn:B; [reflexivity|] end. exfalso. apply E. intros n s a H Ha.
    destruct (occupancy M p n s * p n s a =? 0) eqn:N; [reflexivity|]. cbn [orb].
    apply positive_from; [now apply R|]. apply equals_false. apply not_true_iff_false. intro T.
    apply not_true_iff_false in B. apply B. apply existsb_exists. exists (n, s, a).
    split; [now apply in_choices|]. now rewrite N.
Qed.
End Returns.

Lemma same_numbers {K : ordered_field} infinity (I : infinity = Infinite \/ infinity = MinusInfinite) (e f : extended K) b x :
  is infinity e b x -> is infinity f b x -> extended_equals e f = true.
Proof. intros E F. eapply (is_equal infinity I); eauto. Qed.

Theorem theorem_4_7_any_two_policies : statement_4_7_any_two_policies.
Proof.
  intros K L M V. eapply (same_numbers Infinite to_infinity).
  - apply (divergence_is M V); auto using prior_is_policy, second_is_policy.
  - apply (divergence_by_occupancy_is M V); auto using prior_is_policy, second_is_policy.
Qed.

Theorem theorem_4_7_printed : statement_4_7_printed.
Proof.
  intros K L M V. pose proof (prior_is_policy V) as P.
  assert (C : forall delta k, (Qeq_bool delta 0 = true \/ (1 / delta == count_of k)%Q) ->
    extended_equals (incoherence M (prior M) delta) (occupancy_kl M (prior M) (boltzmann M (prior M) delta)) = true).
  { intros delta k D. pose proof (response_policy M V (prior M) delta k P D) as B. unfold incoherence.
    eapply (same_numbers Infinite to_infinity); [now apply (divergence_is M V) | now apply (divergence_by_occupancy_is M V)]. }
  conjuncts; [apply (C _ 1%nat) | apply (C _ 2%nat) | apply (C _ 0%nat)]; auto; right; reflexivity.
Qed.

Theorem theorem_two_ways_kl_along : statement_two_ways_kl_along.
Proof.
  intros K L M V. eapply (same_numbers Infinite to_infinity).
  - apply (divergence_is M V); auto using prior_is_policy, second_is_policy.
  - apply (divergence_along_is M V); auto using prior_is_policy, second_is_policy.
Qed.

Theorem theorem_two_ways_entropy_trajectories : statement_two_ways_entropy_trajectories.
Proof.
  intros K L M V. eapply (same_numbers Infinite to_infinity).
  - apply (entropy_is M V); auto using prior_is_policy.
  - apply (entropy_along_is M V); auto using prior_is_policy.
Qed.

Theorem theorem_two_ways_J_trajectories : statement_two_ways_J_trajectories.
Proof.
  intros K L M V. pose proof (prior_is_policy V) as P. pose proof (goal_is_policy M V _ P) as G.
  change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)).
  conjuncts; eapply (same_numbers MinusInfinite to_minus_infinity);
    try (now apply (return_is M V)); try (now apply (return_by_trajectories_is M V)); now apply (return_from_start_is M V).
Qed.

(** * Greedy where it goes (Proposition 4.8) *)

Lemma greedy_is_policy {K : ordered_field} (M : model K) p : valid M = true -> policy M p -> policy M (greedy_limit M p).
Proof.
  intros V P. split.
  - intros n s a H Ha. unfold greedy_limit. apply share_nonnegative; [|now apply P | assumption].
    intros b _. destruct (is_best M p n s b); auto using zero_le_one, le_refl.
  - intros n s H. unfold greedy_limit. apply (share_sum (acts M n s) _ (fun a => p n s a)). now apply P.
Qed.

Lemma incoherence_finite {K : ordered_field} {L : Logarithm K} (M : model K) : valid M = true ->
  is Infinite (incoherence M (prior M) 0%Q) (negb (supported_in_where_visited M (prior M) (greedy_limit M (prior M))))
    (sum (all_choices M) (fun '(n, s, a) => occupancy M (prior M) n s * prior M n s a * log_ratio (prior M) (greedy_limit M (prior M)) n s a)).
Proof.
  intros V. pose proof (prior_is_policy V) as P. pose proof (greedy_is_policy M _ V P) as G.
  rewrite <- no_divergence_then_supported by assumption.
  change (incoherence M (prior M) 0%Q) with (kl M (prior M) (greedy_limit M (prior M))). now apply (divergence_is M V).
Qed.

Theorem theorem_4_8_finite : statement_4_8_finite.
Proof.
  intros K L M V. apply iff_true. pose proof (incoherence_finite M V) as I. unfold is in I.
  unfold finite_extended. rewrite I. now destruct (supported_in_where_visited M (prior M) (greedy_limit M (prior M))).
Qed.

Theorem theorem_A_6_step_corrected : statement_A_6_step_corrected.
Proof. exact theorem_4_8_finite. Qed.

Theorem theorem_4_8_coherent_is_greedy : statement_4_8_coherent_is_greedy.
Proof.
  intros K L M V. unfold implies, coherent_policy. pose proof (incoherence_finite M V) as I. unfold is in I. rewrite I.
  destruct (supported_in_where_visited M (prior M) (greedy_limit M (prior M))); [now rewrite orb_true_r | reflexivity].
Qed.

(** * Discounted returns *)

Section Discounts.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_discounts : (is_field K).
Variable p : choices K.
Hypothesis P : policy M p.

Lemma discount_nonnegative (gamma : K) n s : 0 <= gamma -> gamma <> 0 -> 0 <= power gamma (time M n s - 1)%Q.
Proof.
  intros G N. assert (T : forall k, 0 <= natural_power gamma k /\ natural_power gamma k <> 0).
  { intro k. split; [now apply natural_power_nonnegative|]. intro e. now apply natural_power_zero in e. }
  unfold power. destruct (integer _); [apply zero_le_one | apply T |].
  apply quotient_nonnegative; [apply zero_le_one | apply T | apply T].
Qed.

Lemma discounted_rewards gamma : 0 <= gamma -> gamma <> 0 ->
  extended_equals (discounted_return M p gamma) (extended_sum (all_points M) (fun '(n, s) => extended_times (Finite (start M n s))
    (values M (fun n s a => extended_times (Finite (power gamma (time M n s - 1)%Q)) (log (Finite (weight M n s a)))) p n s))) = true.
Proof.
  intros G N. set (c := fun n s => power gamma (time M n s - 1)%Q).
  eapply (same_numbers MinusInfinite to_minus_infinity).
  - apply (is_change MinusInfinite _ (existsb (fun '(n, s, a) => negb (c n s * occupancy M p n s * p n s a =? 0) && zero_of (weight M) n s a) (all_choices M))
      (sum (all_choices M) (fun '(n, s, a) => c n s * occupancy M p n s * p n s a * ln (weight M n s a)))
      (meets M p (fun n s a => negb (c n s =? 0) && zero_of (weight M) n s a))
      (sum (all_choices M) (fun '(n, s, a) => occupancy M p n s * p n s a * (c n s * ln (weight M n s a))))).
    + apply (is_sum _ to_minus_infinity). intros [[n s] a] J. apply in_choices in J. destruct J as [H Ha].
      apply (is_times _ to_minus_infinity); [|now apply (log_weight_is M V)].
      replace (c n s * occupancy M p n s * p n s a) with (c n s * (occupancy M p n s * p n s a)) by ring.
      apply nonnegative_times; [now apply discount_nonnegative | now apply (occ_times_nonnegative M V p P)].
    + unfold meets. apply eq_true_iff_eq. rewrite !existsb_exists.
      assert (Z : forall x y z : K, negb (x * y * z =? 0) = negb (y * z =? 0) && negb (x =? 0)).
      { intros x y z. apply eq_true_iff_eq. rewrite andb_true_iff, !negb_true_iff, !equals_false. split.
        - intro T. split; intro e; apply T; [replace (x * y * z) with (x * (y * z)) by ring; rewrite e | rewrite e]; ring.
        - intros [T X]. replace (x * y * z) with (x * (y * z)) by ring. now apply times_not_zero. }
      split; intros [[[n s] a] [J B]]; exists (n, s, a); (split; [assumption|]).
      * rewrite Z in B. now rewrite andb_assoc.
      * rewrite Z. now rewrite andb_assoc in B.
    + intros _. apply sum_ext. intros [[n s] a] _. ring.
  - refine (values_from_start_is M V _ (fun n s a => negb (c n s =? 0) && zero_of (weight M) n s a) (fun n s a => c n s * ln (weight M n s a)) _ p P).
    intros n s a H Ha. apply (is_times _ to_minus_infinity); [now apply discount_nonnegative | now apply (log_weight_is M V)].
Qed.
End Discounts.

Lemma part_of_one {K : ordered_field} (n : nat) : n <> 0%nat -> 0 <= (1 / embed n : K) /\ (1 / embed n : K) <> 0.
Proof.
  intro N. assert (E : (embed n : K) <> 0) by (intro e; apply (embed_injective _ 0) in e; contradiction).
  split; [apply quotient_nonnegative; auto using zero_le_one, embed_nonnegative|].
  intro e. apply (@not_one_zero K). destruct (is_field K) as [R _ D I]. destruct R.
  rewrite D, Rmul_1_l in e. rewrite <- (I _ E), e. apply zero_times.
Qed.

Theorem theorem_3_discount_rewards_by_time : statement_3_discount_rewards_by_time.
Proof.
  intros K L M V. pose proof (prior_is_policy V) as P. conjuncts; apply (discounted_rewards M V _ P).
  - change (0 <= (1 / of_positive 2 : K)). rewrite of_positive_is. now apply part_of_one.
  - change ((1 / of_positive 2 : K) <> 0). rewrite of_positive_is. now apply part_of_one.
  - change (0 <= (1 / of_positive 3 : K)). rewrite of_positive_is. now apply part_of_one.
  - change ((1 / of_positive 3 : K) <> 0). rewrite of_positive_is. now apply part_of_one.
Qed.
