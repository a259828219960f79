(* Returns and divergences: numbers with logarithms that are finite, or one and the same infinity.  Lemma 4.7. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Occupancy Counting Coherence.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

(** * One infinity *)

Section Infinity.
Context {K : ordered_field}.
Add Field K_of_infinity : (is_field K).
Variable infinity : extended K.
Hypothesis infinite : infinity = Infinite \/ infinity = MinusInfinite.

(* A number that is the infinity exactly if b. *)
Definition is (e : extended K) (b : bool) (x : K) : Prop := e = if b then infinity else Finite x.

Lemma is_equal e f b x c y : is e b x -> is f c y -> b = c -> (b = false -> x = y) -> extended_equals e f = true.
Proof.
  unfold is. intros -> -> <- E. destruct b.
  - destruct infinite as [-> | ->]; reflexivity.
  - rewrite E by reflexivity. unfold extended_equals. cbn. now rewrite le_refl.
Qed.

Lemma is_same e f b x c y : is e b x -> is f c y -> b = c -> (b = false -> x = y) -> e = f.
Proof. intros -> -> <- E. destruct b; [reflexivity | now rewrite E]. Qed.

Lemma is_plus e f b x c y : is e b x -> is f c y -> is (extended_plus e f) (b || c) (x + y).
Proof. unfold is. intros -> ->. destruct infinite as [-> | ->]; destruct b, c; reflexivity. Qed.

Lemma is_sum {A} (l : list A) f b x : (forall i, In i l -> is (f i) (b i) (x i)) ->
  is (extended_sum l f) (existsb b l) (sum l x).
Proof.
  intro H. induction l as [|i l IH]; [reflexivity|]. cbn [existsb]. rewrite sum_cons.
  change (extended_sum (i :: l) f) with (extended_plus (f i) (extended_sum l f)).
  apply is_plus; [apply H; now left | apply IH; intros; apply H; now right].
Qed.

Lemma is_times c e b x : 0 <= c -> is e b x -> is (extended_times (Finite c) e) (negb (c =? 0) && b) (c * x).
Proof.
  unfold is. intros H ->. destruct b; [|rewrite andb_false_r; reflexivity]. rewrite andb_true_r.
  assert (S : scaled_infinity c = if c =? 0 then Finite 0 else Infinite).
  { unfold scaled_infinity. destruct (c =? 0) eqn:e; [reflexivity|]. apply equals_false in e.
    now rewrite positive_from. }
  destruct infinite as [-> | ->]; cbn [extended_times]; rewrite S; destruct (c =? 0) eqn:e; cbn [negb extended_opposite];
    try reflexivity; apply equals_true in e; subst c; f_equal; ring.
Qed.

Lemma is_quotient c e b x : 0 <= c -> c <> 0 -> is e b x -> is (extended_quotient e (Finite c)) b (x / c).
Proof.
  unfold is. intros H N ->. unfold extended_quotient. rewrite (proj2 (equals_false _ _) N).
  assert (P : (0 <? 1 / c) = true).
  { apply positive_from; [now apply inverse_nonnegative|]. intro e. apply (@not_one_zero K).
    replace (1 : K) with (1 / c * c) by (field; assumption). rewrite e. ring. }
  assert (Z : (1 / c =? 0) = false) by (apply equals_false; now apply positive_then).
  destruct b; [|cbn; f_equal; field; assumption].
  destruct infinite as [-> | ->]; cbn [extended_times]; unfold scaled_infinity; rewrite Z, P; reflexivity.
Qed.

Lemma is_finite e b x : is e b x -> b = false -> e = Finite x.
Proof. now intros -> ->. Qed.
End Infinity.

Lemma is_minus {K : ordered_field} (e f : extended K) b x c y :
  is MinusInfinite e b x -> is Infinite f c y -> is MinusInfinite (extended_minus e f) (b || c) (x - y).
Proof.
  intros -> ->. destruct b, c; try reflexivity. unfold extended_minus, is. cbn.
  destruct (is_field K) as [R _ _ _]. destruct R. f_equal. now rewrite !Rsub_def, Radd_0_l.
Qed.

Lemma is_at_most {K : ordered_field} (e f : extended K) b x c y :
  is MinusInfinite e b x -> is MinusInfinite f c y -> b = true \/ c = false /\ x <= y ->
  extended_at_most e f = true.
Proof. intros -> -> [-> | [-> H]]; [now destruct c|]. now destruct b. Qed.

Section Logarithms.
Context {K : ordered_field} {L : Logarithm K}.
Add Field K_of_logarithms : (is_field K).

Lemma log_is (x : K) : 0 <= x -> is MinusInfinite (log (Finite x)) (x =? 0) (ln x).
Proof.
  intro H. unfold log. destruct (x =? 0) eqn:e; [reflexivity|]. apply equals_false in e.
  now rewrite positive_from.
Qed.

Lemma log_of_positive (x : K) : 0 <= x -> x <> 0 -> log (Finite x) = Finite (ln x).
Proof. intros H N. rewrite (log_is x H), (proj2 (equals_false _ _) N). reflexivity. Qed.

Lemma ln_product (x y : K) : 0 <= x -> x <> 0 -> 0 <= y -> y <> 0 -> ln (x * y) = ln x + ln y.
Proof. intros. apply ln_times; now apply positive_from. Qed.

Lemma ln_of_one : ln 1 = 0.
Proof. exact ln_one. Qed.

Lemma ln_quotient (x y : K) : 0 <= x -> x <> 0 -> 0 <= y -> y <> 0 -> ln (x / y) = ln x - ln y.
Proof.
  intros Hx Nx Hy Ny. assert (E : ln (x / y * y) = ln (x / y) + ln y).
  { apply ln_product; auto; [now apply quotient_nonnegative|]. intro e. apply Nx.
    replace x with (x / y * y) by (field; assumption). rewrite e. ring. }
  replace (x / y * y) with x in E by (field; assumption). rewrite E. ring.
Qed.

Lemma ln_power (x : K) k : 0 <= x -> x <> 0 -> ln (natural_power x k) = embed k * ln x.
Proof.
  intros H N. induction k as [|k IH]; cbn [natural_power embed]; [rewrite ln_of_one; ring|].
  rewrite ln_product, IH; auto; [ring | now apply natural_power_nonnegative |].
  intro e. now apply natural_power_zero in e.
Qed.

Lemma ln_below (x : K) : 0 <= x -> x <> 0 -> ln x <= x - 1.
Proof.
  intros H N. destruct (x =? 1) eqn:e.
  - apply equals_true in e. subst x. rewrite ln_of_one. replace ((1 : K) - 1) with (0 : K) by ring. apply le_refl.
  - pose proof (ln_less x (positive_from _ H N) e) as Q. apply less_true in Q. apply Q.
Qed.

(* The inequality of Gibbs, term by term. *)
Lemma gibbs_term (p r : K) : 0 <= p -> 0 <= r -> (p <> 0 -> r <> 0) -> p - r <= p * ln (p / r).
Proof.
  intros Hp Hr N. destruct (equal_or_not p 0) as [e|e].
  - subst p. replace (0 * ln (0 / r)) with (0 : K) by ring. apply le_minus. replace (0 - (0 - r)) with r by ring. assumption.
  - specialize (N e). rewrite ln_quotient by assumption.
    assert (B : ln (r / p) <= r / p - 1).
    { apply ln_below; [now apply quotient_nonnegative|]. intro z. apply N.
      replace r with (r / p * p) by (field; assumption). rewrite z. ring. }
    rewrite ln_quotient in B by assumption. apply le_minus in B. apply le_minus.
    replace (p * (ln p - ln r) - (p - r)) with (p * (r / p - 1 - (ln r - ln p))) by (field; assumption).
    now apply nonnegative_times.
Qed.
End Logarithms.

(** * What happens somewhere along the way *)

Lemma existsb_sum {K : ordered_field} {A} (l : list A) (b : A -> bool) (f : A -> K) :
  (forall x, In x l -> 0 <= f x) -> (forall x, In x l -> b x = true <-> f x <> 0) ->
  existsb b l = true <-> sum l f <> 0.
Proof.
  intros N H. rewrite existsb_exists. split.
  - intros [x [Hx Bx]] e. apply (proj1 (H x Hx)); auto. now apply (sum_zero_each l f N e).
  - intro S. destruct (sum_not_zero l f N S) as [x [Hx Fx]]. exists x. split; [assumption | now apply H].
Qed.

Definition indicator {K : ordered_field} (bad : nat -> nat -> nat -> bool) : choices K :=
  fun n s a => if bad n s a then 1 else 0.

Section Somewhere.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_somewhere : (is_field K).
Variable p : choices K.
Hypothesis P : policy M p.
Variable bad : nat -> nat -> nat -> bool.

Notation occ := (occupancy M p).
Notation never := (to_go M p (indicator bad)).

(* Whether a policy meets something bad. *)
Definition meets : bool := existsb (fun '(n, s, a) => negb (occ n s * p n s a =? 0) && bad n s a) (all_choices M).

Lemma to_go_nonnegative x n : (forall n s a, point M n s -> In a (acts M n s) -> 0 <= x n s a) ->
  forall s, point M n s -> 0 <= to_go M p x n s.
Proof.
  intro N. induction n as [|n IH]; intros s H; rewrite to_go_is; apply sum_nonnegative; intros a Ha;
    apply nonnegative_times; try (now apply P); apply nonnegative_plus; auto; [apply le_refl|].
  unfold mean_ahead. cbn [last Nat.eqb next]. apply sum_nonnegative. intros t Ht.
  apply nonnegative_times; [now apply (dynamics_nonnegative M V) | apply IH; now apply (step M V n s a)].
Qed.

Lemma indicator_nonnegative n s a : 0 <= (indicator bad n s a : K).
Proof. unfold indicator. destruct (bad n s a); auto using zero_le_one, le_refl. Qed.

Lemma never_nonnegative n s : point M n s -> 0 <= never n s.
Proof. intro H. apply to_go_nonnegative; auto. intros. apply indicator_nonnegative. Qed.

Lemma never_is n s : point M n s ->
  never n s = 0 <-> forall a, In a (acts M n s) -> p n s a <> 0 ->
    bad n s a = false /\ forall m t, n = S m -> In t (succ M n s a) -> never m t = 0.
Proof.
  intro H. rewrite to_go_is.
  assert (A : forall a, In a (acts M n s) -> 0 <= mean_ahead M never n s a).
  { intros a Ha. destruct n as [|n]; [apply le_refl|]. unfold mean_ahead. cbn [last Nat.eqb next].
    apply sum_nonnegative. intros t Ht. apply nonnegative_times; [now apply (dynamics_nonnegative M V)|].
    apply never_nonnegative. now apply (step M V n s a). }
  split.
  - intros e a Ha Na.
    assert (T := sum_zero_each _ _ (fun a Ha => nonnegative_times _ _ (proj1 P n s a H Ha)
      (nonnegative_plus _ _ (indicator_nonnegative n s a) (A a Ha))) e a Ha). cbn beta in T.
    destruct (times_zero _ _ T) as [|T']; [contradiction|].
    destruct (sum_zero_both _ _ (indicator_nonnegative n s a) (A a Ha) T') as [I Z]. split.
    + unfold indicator in I. destruct (bad n s a); [now elim (@not_one_zero K) | reflexivity].
    + intros m t -> Ht. unfold mean_ahead in Z. cbn [last Nat.eqb next] in Z.
      assert (Z' := sum_zero_each _ _ (fun t Ht => nonnegative_times _ _ (dynamics_nonnegative M V m s a t H Ha Ht)
        (never_nonnegative m t (step M V m s a t H Ha Ht))) Z t Ht). cbn beta in Z'.
      destruct (times_zero _ _ Z') as [y|y]; [|assumption]. now apply (dynamics_not_zero M V m s a t) in y.
  - intro G. apply sum_of_zero. intros a Ha. destruct (equal_or_not (p n s a) 0) as [z|z]; [rewrite z; ring|].
    destruct (G a Ha z) as [B N].
    assert (I : indicator bad n s a = (0 : K)) by (unfold indicator; now rewrite B). rewrite I.
    replace (mean_ahead M never n s a) with (0 : K); [ring|]. symmetry.
    destruct n as [|n]; [reflexivity|]. unfold mean_ahead. cbn [last Nat.eqb next]. apply sum_of_zero.
    intros t Ht. rewrite (N n t eq_refl Ht). ring.
Qed.

Lemma occ_times_nonnegative n s a : point M n s -> In a (acts M n s) -> 0 <= occ n s * p n s a.
Proof. intros. apply nonnegative_times; [now apply (occ_nonnegative M V p P) | now apply P]. Qed.

Lemma meets_is : meets = true <-> sum (all_points M) (fun '(n, s) => start M n s * never n s) <> 0.
Proof.
  rewrite (by_occupancy M V p). unfold meets. apply existsb_sum.
  - intros [[n s] a] I. apply in_choices in I. apply nonnegative_times; [|apply indicator_nonnegative].
    now apply occ_times_nonnegative.
  - intros [[n s] a] _. rewrite andb_true_iff, negb_true_iff, equals_false. unfold indicator.
    destruct (bad n s a).
    + split; [|intro N; split; auto; intro e; apply N; rewrite e; ring].
      intros [N _]. intro e. apply N. rewrite <- e. ring.
    + split; [now intros []|]. intro N. elim N. ring.
Qed.

Lemma never_met : meets = false <-> forall n s, point M n s -> start M n s <> 0 -> never n s = 0.
Proof.
  rewrite <- not_true_iff_false, meets_is. split.
  - intros E n s H N. destruct (equal_or_not (sum (all_points M) (fun '(n, s) => start M n s * never n s)) 0) as [z|z]; [|contradiction].
    assert (T : start M n s * never n s = 0).
    { apply (sum_zero_each (all_points M) (fun '(n, s) => start M n s * never n s)) with (x := (n, s)); auto; [|now apply in_points].
      intros [m t] I. apply in_points in I. apply nonnegative_times; [now apply start_nonnegative | now apply never_nonnegative]. }
    destruct (times_zero _ _ T); [contradiction | assumption].
  - intros E N. apply N. apply sum_of_zero. intros [n s] I. apply in_points in I.
    destruct (equal_or_not (start M n s) 0) as [z|z]; [rewrite z; ring|]. rewrite E by assumption. ring.
Qed.

Lemma not_met_here n s a : meets = false -> point M n s -> In a (acts M n s) -> occ n s * p n s a <> 0 -> bad n s a = false.
Proof.
  intros E H Ha N. destruct (bad n s a) eqn:b; [|reflexivity]. exfalso.
  assert (meets = true); [|congruence]. unfold meets. apply existsb_exists. exists (n, s, a).
  split; [now apply in_choices|]. rewrite b, andb_true_r. apply negb_true_iff. now apply equals_false.
Qed.

(** ** Along trajectories *)

Fixpoint on_way (n s a : nat) (r : list (nat * nat)) : bool :=
  match r with [] => bad n s a | (t, b) :: r => bad n s a || on_way (pred n) t b r end.

Notation clear := (fun n s a => if bad n s a then 0 else 1 : K).

Lemma product_of_clear n s a r : product clear n s a r = if on_way n s a r then 0 else 1.
Proof.
  revert n s a. induction r as [|[t b] r IH]; intros; cbn; [reflexivity|]. rewrite IH.
  destruct (bad n s a), (on_way (pred n) t b r); cbn; ring.
Qed.

(* The probability that something bad is met, by backward induction. *)
Notation missed n s := (1 - soft_v_of M p clear n s).

Lemma missed_equation n s : point M n s ->
  missed n s = sum (acts M n s) (fun a => p n s a * (1 - (if bad n s a then 0 else 1) * ahead M (soft_v_of M p clear) n s a)).
Proof.
  intro H. rewrite soft_v_equation. destruct P as [_ P1]. rewrite <- (P1 n s H) at 1. rewrite <- sum_minus.
  apply sum_ext. intros a _. unfold soft_q_of. ring.
Qed.

Lemma missed_zero n : forall s, point M n s -> 0 <= missed n s /\ (missed n s = 0 <-> never n s = 0).
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H.
  assert (A : forall a, In a (acts M n s) -> 1 - ahead M (soft_v_of M p clear) n s a
    = match n with O => 0 | S m => sum (succ M n s a) (fun t => dynamics M n s a t * missed m t) end).
  { intros a Ha. destruct n as [|m]; [rewrite ahead_last; ring|]. rewrite ahead_next.
    rewrite (sum_ext _ (fun t => dynamics M (S m) s a t * (1 - soft_v_of M p clear m t))
      (fun t => dynamics M (S m) s a t - dynamics M (S m) s a t * soft_v_of M p clear m t)) by (intros; ring).
    now rewrite sum_minus, (dynamics_sum M V). }
  assert (A0 : forall a, In a (acts M n s) -> 0 <= 1 - ahead M (soft_v_of M p clear) n s a).
  { intros a Ha. rewrite A by assumption. destruct n as [|m]; [apply le_refl|]. apply sum_nonnegative. intros t Ht.
    apply nonnegative_times; [now apply (dynamics_nonnegative M V)|]. apply IH; auto. now apply (step M V m s a). }
  assert (T : forall a, In a (acts M n s) -> 0 <= 1 - (if bad n s a then 0 else 1) * ahead M (soft_v_of M p clear) n s a).
  { intros a Ha. destruct (bad n s a).
    - replace (1 - 0 * ahead M (soft_v_of M p clear) n s a) with (1 : K) by ring. apply zero_le_one.
    - replace (1 - 1 * ahead M (soft_v_of M p clear) n s a) with (1 - ahead M (soft_v_of M p clear) n s a) by ring. auto. }
  rewrite missed_equation, never_is by assumption. split.
  { apply sum_nonnegative. intros a Ha. apply nonnegative_times; [now apply P | auto]. }
  split.
  - intros e a Ha Na.
    assert (Z := sum_zero_each _ _ (fun a Ha => nonnegative_times _ _ (proj1 P n s a H Ha) (T a Ha)) e a Ha). cbn beta in Z.
    destruct (times_zero _ _ Z) as [|Z']; [contradiction|]. destruct (bad n s a).
    + exfalso. apply (@not_one_zero K). rewrite <- Z'. ring.
    + split; [reflexivity|]. intros m t -> Ht. apply (IH m (Nat.lt_succ_diag_r m)); [now apply (step M V m s a)|].
      assert (Z2 : 1 - ahead M (soft_v_of M p clear) (S m) s a = 0) by (etransitivity; [|exact Z']; ring). rewrite A in Z2 by assumption.
      assert (Z3 := sum_zero_each _ _ (fun t Ht => nonnegative_times _ _ (dynamics_nonnegative M V m s a t H Ha Ht)
        (proj1 (IH m (Nat.lt_succ_diag_r m) t (step M V m s a t H Ha Ht)))) Z2 t Ht). cbn beta in Z3.
      destruct (times_zero _ _ Z3) as [y|y]; [|assumption]. now apply (dynamics_not_zero M V m s a t) in y.
  - intro G. apply sum_of_zero. intros a Ha. destruct (equal_or_not (p n s a) 0) as [z|z]; [rewrite z; ring|].
    destruct (G a Ha z) as [B N]. rewrite B.
    transitivity (p n s a * (1 - ahead M (soft_v_of M p clear) n s a)); [ring|]. rewrite A by assumption.
    destruct n as [|m]; [ring|]. rewrite sum_of_zero; [ring|]. intros t Ht.
    rewrite (proj2 (proj2 (IH m (Nat.lt_succ_diag_r m) t (step M V m s a t H Ha Ht)))); [ring|].
    now apply (N m t).
Qed.

Lemma meets_along : existsb (fun '(n, s, a, r) => negb (law M p n s a r =? 0) && on_way n s a r) (all_trajectories M) = meets.
Proof.
  apply eq_true_iff_eq. rewrite meets_is.
  rewrite (existsb_sum _ _ (fun '(n, s, a, r) => law M p n s a r * (1 - product clear n s a r))).
  - assert (E : sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * (1 - product clear n s a r))
      = sum (all_points M) (fun '(n, s) => start M n s * missed n s)).
    { transitivity (sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r)
        - sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * product clear n s a r)).
      - rewrite <- sum_minus. apply sum_ext. intros [[[n s] a] r] _. ring.
      - rewrite (law_sum M V p P), mean_of_product. symmetry.
        transitivity (sum (all_points M) (fun '(n, s) => start M n s)
          - sum (all_points M) (fun '(n, s) => start M n s * soft_v_of M p clear n s)); [|now rewrite (start_sum M V)].
        rewrite <- sum_minus. apply sum_ext. intros [n s] _. ring. }
    rewrite E. split; intros N e; apply N; apply sum_of_zero; intros [n s] I.
    all: assert (H : point M n s) by now apply in_points.
    + assert (T : start M n s * never n s = 0).
      { apply (sum_zero_each (all_points M) (fun '(n, s) => start M n s * never n s)) with (x := (n, s)); auto.
        intros [m t] J. apply in_points in J. apply nonnegative_times; [now apply start_nonnegative | now apply never_nonnegative]. }
      destruct (times_zero _ _ T) as [z|z]; [rewrite z; ring|]. rewrite (proj2 (proj2 (missed_zero n s H)) z). ring.
    + assert (T : start M n s * missed n s = 0).
      { apply (sum_zero_each (all_points M) (fun '(n, s) => start M n s * missed n s)) with (x := (n, s)); auto.
        intros [m t] J. apply in_points in J. apply nonnegative_times; [now apply start_nonnegative | now apply missed_zero]. }
      destruct (times_zero _ _ T) as [z|z]; [rewrite z; ring|]. rewrite (proj1 (proj2 (missed_zero n s H)) z). ring.
  - intros [[[n s] a] r] I. apply nonnegative_times; [now apply (law_nonnegative M V)|].
    rewrite product_of_clear. destruct (on_way n s a r).
    + replace (1 - 0) with (1 : K) by ring. apply zero_le_one.
    + replace (1 - 1) with (0 : K) by ring. apply le_refl.
  - intros [[[n s] a] r] _. rewrite product_of_clear, andb_true_iff, negb_true_iff, equals_false.
    destruct (on_way n s a r).
    + split; [intros [N _] e; apply N; rewrite <- e; ring|]. intro N. split; auto. intro e. apply N. rewrite e. ring.
    + split; [now intros []|]. intro N. elim N. ring.
Qed.
End Somewhere.
