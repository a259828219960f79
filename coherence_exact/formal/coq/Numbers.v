(* Ordered fields, sums, largest entries, shares. *)

From Coq Require Import List Arith Bool ZArith QArith Qreduction Field Lia.
From Coherence Require Export Core.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Notation "x <= y" := (at_most x y = true) : K_scope.

Section Order.
Context {K : ordered_field}.
Implicit Types x y z : K.
Add Field K_is_field : (is_field K).

Lemma le_refl x : x <= x.
Proof. destruct (at_most_total K x x); assumption. Qed.

Lemma equals_true x y : (x =? y) = true <-> x = y.
Proof.
  unfold equals. rewrite andb_true_iff. split.
  - intros []. now apply at_most_antisymmetric.
  - intros ->. auto using le_refl.
Qed.

Lemma equals_refl x : (x =? x) = true.
Proof. now apply equals_true. Qed.

Lemma equals_false x y : (x =? y) = false <-> x <> y.
Proof. rewrite <- equals_true. destruct (x =? y); split; congruence. Qed.

Lemma equal_or_not x y : x = y \/ x <> y.
Proof. destruct (x =? y) eqn:e; [left; now apply equals_true | right; now apply equals_false]. Qed.

Lemma not_one_zero : (1 : K) <> 0.
Proof. exact (F_1_neq_0 (is_field K)). Qed.

Lemma le_trans x y z : x <= y -> y <= z -> x <= z.
Proof. apply at_most_transitive. Qed.

Lemma le_antisym x y : x <= y -> y <= x -> x = y.
Proof. apply at_most_antisymmetric. Qed.

Lemma le_plus x y z : x <= y -> x + z <= y + z.
Proof. apply at_most_plus. Qed.

Lemma le_plus_both x y z w : x <= y -> z <= w -> x + z <= y + w.
Proof.
  intros H1 H2. apply le_trans with (y + z); [now apply le_plus|].
  replace (y + z) with (z + y) by ring. replace (y + w) with (w + y) by ring. now apply le_plus.
Qed.

Lemma le_minus x y : x <= y <-> 0 <= y - x.
Proof.
  split; intro H.
  - replace 0 with (x + - x) by ring. replace (y - x) with (y + - x) by ring. now apply le_plus.
  - replace x with (0 + x) by ring. replace y with (y - x + x) by ring. now apply le_plus.
Qed.

Lemma nonnegative_times x y : 0 <= x -> 0 <= y -> 0 <= x * y.
Proof. apply at_most_times. Qed.

Lemma nonnegative_plus x y : 0 <= x -> 0 <= y -> 0 <= x + y.
Proof. intros. replace 0 with ((0 : K) + 0) by ring. now apply le_plus_both. Qed.

Lemma le_times x y z : 0 <= z -> x <= y -> z * x <= z * y.
Proof.
  intros Hz H. apply le_minus. replace (z * y - z * x) with (z * (y - x)) by ring.
  apply nonnegative_times; [assumption | now apply (proj1 (le_minus _ _))].
Qed.

Lemma square_nonnegative x : 0 <= x * x.
Proof.
  destruct (at_most_total K 0 x) as [H|H].
  - now apply nonnegative_times.
  - assert (G : 0 <= - x) by (replace (- x) with (0 - x) by ring; now apply (proj1 (le_minus _ _))).
    replace (x * x) with (- x * - x) by ring. now apply nonnegative_times.
Qed.

Lemma zero_le_one : (0 : K) <= 1.
Proof. replace 1 with ((1 : K) * 1) by ring. apply square_nonnegative. Qed.

Lemma not_le_then x y : (x <=? y) = false -> y <= x.
Proof. intro H. destruct (at_most_total K x y); [congruence | assumption]. Qed.

Lemma less_true x y : (x <? y) = true <-> x <= y /\ x <> y.
Proof.
  unfold less. rewrite negb_true_iff. split.
  - intro H. split; [now apply not_le_then|]. intros ->. rewrite le_refl in H. discriminate.
  - intros [H G]. destruct (y <=? x) eqn:e; [|reflexivity]. elim G. now apply le_antisym.
Qed.

Lemma positive_then x : (0 <? x) = true -> x <> 0.
Proof. intros H e. apply less_true in H. destruct H. congruence. Qed.

Lemma positive_from x : 0 <= x -> x <> 0 -> (0 <? x) = true.
Proof. intros. apply less_true. split; congruence. Qed.

Lemma times_zero x y : x * y = 0 -> x = 0 \/ y = 0.
Proof.
  intro H. destruct (equal_or_not x 0) as [e|e]; [now left|]. right.
  replace y with (x * y / x) by (field; assumption). rewrite H. field. assumption.
Qed.

Lemma times_not_zero x y : x <> 0 -> y <> 0 -> x * y <> 0.
Proof. intros H G e. destruct (times_zero _ _ e); contradiction. Qed.

Lemma times_cancel x y z : z <> 0 -> z * x = z * y -> x = y.
Proof. intros H e. replace x with (z * x / z) by (field; assumption). rewrite e. field. assumption. Qed.

Lemma inverse_nonnegative x : 0 <= x -> x <> 0 -> 0 <= 1 / x.
Proof.
  intros H G. replace (1 / x) with (x * ((1 / x) * (1 / x))) by (field; assumption).
  apply nonnegative_times; [assumption | apply square_nonnegative].
Qed.

Lemma quotient_nonnegative x y : 0 <= x -> 0 <= y -> y <> 0 -> 0 <= x / y.
Proof.
  intros. replace (x / y) with (x * (1 / y)) by (field; assumption).
  apply nonnegative_times; [assumption | now apply inverse_nonnegative].
Qed.

Lemma sum_zero_both x y : 0 <= x -> 0 <= y -> x + y = 0 -> x = 0 /\ y = 0.
Proof.
  intros Hx Hy e. assert (x = 0).
  { apply le_antisym; [|assumption]. rewrite <- e. replace x with (x + 0) at 1 by ring.
    apply le_plus_both; [apply le_refl | assumption]. }
  split; [assumption|]. subst x. rewrite <- e. ring.
Qed.

Lemma times_zero_right x : 0 <= x * 0.
Proof. replace (x * 0) with (0 : K) by ring. apply le_refl. Qed.

Lemma le_quotient x y z : 0 <= z -> z <> 0 -> x * z <= y -> x <= y / z.
Proof.
  intros Hz N H. apply le_minus. replace (y / z - x) with ((y - x * z) / z) by (field; assumption).
  apply quotient_nonnegative; auto. now apply (proj1 (le_minus _ _)).
Qed.

Lemma quotient_times x y z : z <> 0 -> x * y / z * y = x * (y * y) / z.
Proof. intro. field. assumption. Qed.

Lemma quotient_from x y z v : v <> 0 -> v * z = x * y -> 1 * x * y / v = 1 * z.
Proof. intros H e. replace (1 * x * y) with (x * y) by ring. rewrite <- e. field. assumption. Qed.

Lemma zero_times x : 0 * x = 0.
Proof. ring. Qed.

Lemma plus_zero x : x + 0 = x.
Proof. ring. Qed.

Lemma times_one x : x * 1 = x.
Proof. ring. Qed.

Lemma one_times x : 1 * x = x.
Proof. ring. Qed.

Lemma zero_law c x y z v : v <> 0 -> 0 * c * x * y / v = 0 * c * z.
Proof. intro. field. assumption. Qed.

Lemma one_law c x y z v : v <> 0 -> c * x * y / v = c * z -> 1 * c * x * y / v = 1 * c * z.
Proof. intros H e. replace (1 * c * z) with (c * z) by ring. rewrite <- e. field. assumption. Qed.

(* Powers *)

Lemma integer_of_Z (i : Z) : integer (inject_Z i) = i.
Proof.
  unfold integer, inject_Z. pose proof (Z.ggcd_gcd i 1) as G. pose proof (Z.ggcd_correct_divisors i 1) as D.
  unfold Qred. destruct (Z.ggcd i 1) as [g [aa bb]]. cbn in *.
  rewrite Z.gcd_1_r in G. subst g. destruct D as [D1 D2].
  replace bb with 1%Z by lia. replace aa with i by lia. reflexivity.
Qed.

Lemma integer_proper p q : (p == q)%Q -> integer p = integer q.
Proof. intro H. unfold integer. now rewrite (Qred_complete _ _ H). Qed.

Lemma natural_of n : natural (count_of n) = n.
Proof. unfold natural, count_of. rewrite integer_of_Z. apply Nat2Z.id. Qed.

Lemma natural_proper p q : (p == q)%Q -> natural p = natural q.
Proof. intro H. unfold natural. now rewrite (integer_proper _ _ H). Qed.

Lemma power_of_count x n : power x (count_of n) = natural_power x n.
Proof.
  unfold power, count_of. rewrite integer_of_Z. destruct n; [reflexivity|].
  cbn [Z.of_nat]. now rewrite SuccNat2Pos.id_succ.
Qed.

Lemma power_proper x p q : (p == q)%Q -> power x p = power x q.
Proof. intro H. unfold power. now rewrite (integer_proper _ _ H). Qed.

Lemma power_natural x q n : (q == count_of n)%Q -> power x q = natural_power x n.
Proof. intro H. rewrite (power_proper _ _ _ H). apply power_of_count. Qed.

Lemma natural_power_nonnegative x n : 0 <= x -> 0 <= natural_power x n.
Proof. intro H. induction n; cbn; [apply zero_le_one | now apply nonnegative_times]. Qed.

Lemma natural_power_zero x n : natural_power x n = 0 -> x = 0.
Proof.
  induction n; cbn; intro H; [now elim not_one_zero|]. destruct (times_zero _ _ H); auto.
Qed.

Lemma natural_power_plus x m n : natural_power x (m + n) = natural_power x m * natural_power x n.
Proof. induction m; cbn; [ring | rewrite IHm; ring]. Qed.

Lemma natural_power_times x y n : natural_power (x * y) n = natural_power x n * natural_power y n.
Proof. induction n; cbn; [ring | rewrite IHn; ring]. Qed.

End Order.

#[export] Hint Resolve le_refl nonnegative_times nonnegative_plus zero_le_one square_nonnegative : order.

Section Halves.
Context {K : ordered_field}.
Add Field K_of_halves : (is_field K).

Lemma product_commutes (x y : K) : x * y = y * x.
Proof. ring. Qed.

Lemma two_not_zero : (1 : K) + 1 <> 0.
Proof.
  intro e. apply (@not_one_zero K). destruct (sum_zero_both (1 : K) 1); auto using zero_le_one.
Qed.

Lemma half_not_zero : (of_rational (1 # 2)%Q : K) <> 0.
Proof.
  change ((1 : K) / (1 + 1) <> 0). intro e. apply (@not_one_zero K).
  replace (1 : K) with ((1 : K) / (1 + 1) * (1 + 1)) by (field; apply two_not_zero). rewrite e. ring.
Qed.

Lemma power_of_half (q : Q) : power (of_rational (1 # 2)%Q : K) q <> 0.
Proof.
  assert (P : forall n, natural_power (of_rational (1 # 2)%Q : K) n <> 0).
  { intros n e. exact (half_not_zero (natural_power_zero _ n e)). }
  unfold power. destruct (integer q) as [|z|z]; [apply not_one_zero | apply P |]. intro e. apply (@not_one_zero K).
  transitivity (1 / natural_power (of_rational (1 # 2)%Q : K) (Pos.to_nat z) * natural_power (of_rational (1 # 2)%Q) (Pos.to_nat z)).
  - field. apply P.
  - rewrite e. ring.
Qed.
End Halves.

(** * Reductions *)

Section Sums.
Context {K : ordered_field} {A B : Type}.
Add Field K_is_field' : (is_field K).

Lemma every_true (l : list A) f : every l f = true <-> forall x, In x l -> f x = true.
Proof. apply forallb_forall. Qed.

Lemma sum_cons x (l : list A) (f : A -> K) : sum (x :: l) f = f x + sum l f.
Proof. reflexivity. Qed.

Lemma sum_nil (f : A -> K) : sum [] f = 0.
Proof. reflexivity. Qed.

Lemma sum_ext (l : list A) (f g : A -> K) : (forall x, In x l -> f x = g x) -> sum l f = sum l g.
Proof.
  intro H. induction l as [|x l IH]; [reflexivity|].
  rewrite !sum_cons, H, IH; auto with datatypes.
Qed.

Lemma sum_app (l m : list A) (f : A -> K) : sum (l ++ m) f = sum l f + sum m f.
Proof.
  induction l as [|x l IH]; cbn [app]; [rewrite sum_nil; ring | rewrite !sum_cons, IH; ring].
Qed.

Lemma sum_map (l : list B) (g : B -> A) (f : A -> K) : sum (map g l) f = sum l (fun x => f (g x)).
Proof.
  induction l as [|x l IH]; [reflexivity|]. cbn [map]. unfold sum in *. cbn. now rewrite IH.
Qed.

Lemma sum_flat_map (l : list B) (g : B -> list A) (f : A -> K) :
  sum (flat_map g l) f = sum l (fun x => sum (g x) f).
Proof. induction l as [|x l IH]; [reflexivity|]. cbn [flat_map]. rewrite sum_app, IH. reflexivity. Qed.

Lemma sum_plus (l : list A) (f g : A -> K) : sum l (fun x => f x + g x) = sum l f + sum l g.
Proof. induction l as [|x l IH]; [rewrite ?sum_nil; ring | rewrite ?sum_cons, IH; ring]. Qed.

Lemma sum_minus (l : list A) (f g : A -> K) : sum l (fun x => f x - g x) = sum l f - sum l g.
Proof. induction l as [|x l IH]; [rewrite ?sum_nil; ring | rewrite ?sum_cons, IH; ring]. Qed.

Lemma sum_times (l : list A) c (f : A -> K) : sum l (fun x => c * f x) = c * sum l f.
Proof. induction l as [|x l IH]; [rewrite ?sum_nil; ring | rewrite ?sum_cons, IH; ring]. Qed.

Lemma sum_times_right (l : list A) c (f : A -> K) : sum l (fun x => f x * c) = sum l f * c.
Proof. induction l as [|x l IH]; [rewrite ?sum_nil; ring | rewrite ?sum_cons, IH; ring]. Qed.

Lemma sum_quotient (l : list A) c (f : A -> K) : c <> 0 -> sum l (fun x => f x / c) = sum l f / c.
Proof.
  intro H. induction l as [|x l IH]; [rewrite !sum_nil; field; assumption|].
  rewrite !sum_cons, IH. field. assumption.
Qed.

Lemma sum_of_zero (l : list A) (f : A -> K) : (forall x, In x l -> f x = 0) -> sum l f = 0.
Proof. intro H. induction l as [|x l IH]; [reflexivity|]. rewrite sum_cons, H, IH; auto with datatypes; ring. Qed.

Lemma sum_nonnegative (l : list A) (f : A -> K) : (forall x, In x l -> 0 <= f x) -> 0 <= sum l f.
Proof.
  intro H. induction l as [|x l IH]; [apply le_refl|].
  rewrite sum_cons. apply nonnegative_plus; auto with datatypes.
Qed.

Lemma sum_le (l : list A) (f g : A -> K) : (forall x, In x l -> f x <= g x) -> sum l f <= sum l g.
Proof.
  intro H. apply le_minus. rewrite <- sum_minus. apply sum_nonnegative.
  intros x Hx. now apply (proj1 (le_minus _ _)), H.
Qed.

Lemma sum_zero_each (l : list A) (f : A -> K) :
  (forall x, In x l -> 0 <= f x) -> sum l f = 0 -> forall x, In x l -> f x = 0.
Proof.
  intros H e. induction l as [|y l IH]; intros x Hx; [destruct Hx|].
  rewrite sum_cons in e. cbn [In] in *.
  destruct (sum_zero_both (f y) (sum l f)) as [e1 e2]; auto using sum_nonnegative.
  destruct Hx as [<-|Hx]; [assumption | apply IH; auto].
Qed.

Lemma sum_not_zero (l : list A) (f : A -> K) :
  (forall x, In x l -> 0 <= f x) -> sum l f <> 0 -> exists x, In x l /\ f x <> 0.
Proof.
  intros H e. induction l as [|y l IH]; [elim e; reflexivity|]. rewrite sum_cons in e. cbn [In] in *.
  destruct (equal_or_not (f y) 0) as [z|z]; [|exists y; tauto].
  destruct IH as [x [Hx Hf]]; [auto | intro z'; apply e; rewrite z, z'; ring | exists x; tauto].
Qed.

Lemma sum_if (l : list A) (b : A -> bool) (f : A -> K) :
  sum (filter b l) f = sum l (fun x => if b x then f x else 0).
Proof.
  induction l as [|x l IH]; [reflexivity|]. cbn [filter]. rewrite sum_cons, <- IH.
  destruct (b x); [reflexivity | ring].
Qed.

Lemma sum_one_term (l : list A) (x : A) (f : A -> K) : NoDup l -> In x l ->
  (forall y, In y l -> y <> x -> f y = 0) -> sum l f = f x.
Proof.
  intros N. induction N as [|y l Hy N IH]; intros Hx Z; [destruct Hx|]. rewrite sum_cons.
  destruct Hx as [<-|Hx].
  - rewrite sum_of_zero; [ring|]. intros z Hz. apply Z; [now right|]. intros ->. contradiction.
  - rewrite IH, Z; auto with datatypes; [ring|]. intros ->. contradiction.
Qed.

Lemma sum_of_ones_nonnegative (l : list A) : 0 <= sum l (fun _ => (1 : K)).
Proof. apply sum_nonnegative. auto with order. Qed.

Lemma one_element (l : list A) : sum l (fun _ => (1 : K)) = 1 -> exists x, l = [x].
Proof.
  destruct l as [|x [|y l]]; rewrite ?sum_cons; intro H;
    [now elim (@not_one_zero K (eq_sym H)) | eauto | exfalso].
  apply (@not_one_zero K). apply le_antisym; [|apply zero_le_one].
  pose proof (sum_of_ones_nonnegative l) as G.
  assert (e : (1 : K) + sum l (fun _ => 1) = 0).
  { replace (0 : K) with ((1 : K) - 1) by ring. rewrite <- H at 2. ring. }
  rewrite <- e. replace 1 with ((1 : K) + 0) at 1 by ring. apply le_plus_both; auto with order.
Qed.

Lemma square_of_mean (l : list A) (p x : A -> K) :
  (forall a, In a l -> 0 <= p a) -> sum l p = 1 ->
  sum l (fun a => p a * x a) * sum l (fun a => p a * x a) <= sum l (fun a => p a * (x a * x a)).
Proof.
  intros Hp H1. set (m := sum l (fun a => p a * x a)). apply le_minus.
  replace (sum l (fun a => p a * (x a * x a)) - m * m) with (sum l (fun a => p a * ((x a - m) * (x a - m)))).
  - apply sum_nonnegative. auto with order.
  - rewrite (sum_ext _ _ (fun a => (p a * (x a * x a) - (1 + 1) * m * (p a * x a)) + m * m * p a)) by (intros; ring).
    rewrite sum_plus, sum_minus, !sum_times, H1. fold m. ring.
Qed.

Lemma square_of_mean_equal (l : list A) (p x : A -> K) :
  (forall a, In a l -> 0 <= p a) -> sum l p = 1 ->
  sum l (fun a => p a * (x a * x a)) = sum l (fun a => p a * x a) * sum l (fun a => p a * x a) ->
  forall a, In a l -> p a <> 0 -> x a = sum l (fun a => p a * x a).
Proof.
  intros Hp H1 e a Ha Hpa. set (m := sum l (fun a => p a * x a)) in *.
  assert (Z : sum l (fun a => p a * ((x a - m) * (x a - m))) = 0).
  { rewrite (sum_ext _ _ (fun a => (p a * (x a * x a) - (1 + 1) * m * (p a * x a)) + m * m * p a)) by (intros; ring).
    rewrite sum_plus, sum_minus, !sum_times, H1, e. fold m. ring. }
  assert (Za := sum_zero_each _ _ (fun a H => nonnegative_times _ _ (Hp a H) (square_nonnegative _)) Z a Ha).
  cbn in Za. destruct (times_zero _ _ Za) as [|Q]; [contradiction|].
  assert (D : x a - m = 0) by (destruct (times_zero _ _ Q); assumption).
  replace (x a) with (x a - m + m) by ring. rewrite D. ring.
Qed.

(* Largest entries *)

Lemma max_cons x y (l : list A) (f : A -> K) :
  max (x :: y :: l) f = if f x <=? max (y :: l) f then max (y :: l) f else f x.
Proof. reflexivity. Qed.

Lemma max_member (l : list A) (f : A -> K) : l <> [] -> exists x, In x l /\ max l f = f x.
Proof.
  induction l as [|x [|y l] IH]; intro H; [congruence | exists x; cbn; auto |].
  destruct IH as [z [Hz e]]; [congruence|].
  rewrite max_cons.
  destruct (f x <=? max (y :: l) f); [exists z; rewrite e; cbn in *; auto | exists x; cbn; auto].
Qed.

Lemma max_above (l : list A) (f : A -> K) x : In x l -> f x <= max l f.
Proof.
  induction l as [|y [|z l] IH]; intro H; [destruct H | |].
  - destruct H as [<-|[]]. apply le_refl.
  - rewrite max_cons.
    destruct (f y <=? max (z :: l) f) eqn:e; destruct H as [<-|H]; auto with order.
    apply le_trans with (max (z :: l) f); [auto | now apply not_le_then].
Qed.

Lemma max_ext (l : list A) (f g : A -> K) : (forall x, In x l -> f x = g x) -> max l f = max l g.
Proof.
  induction l as [|x [|y l] IH]; intro H; [reflexivity | cbn; apply H; cbn; auto |].
  rewrite !max_cons, IH, H; auto with datatypes.
Qed.

Lemma min_cons x y (l : list A) (f : A -> K) :
  min (x :: y :: l) f = if min (y :: l) f <=? f x then min (y :: l) f else f x.
Proof. reflexivity. Qed.

Lemma min_below (l : list A) (f : A -> K) x : In x l -> min l f <= f x.
Proof.
  induction l as [|y [|z l] IH]; intro H; [destruct H | |].
  - destruct H as [<-|[]]. apply le_refl.
  - rewrite min_cons. destruct (min (z :: l) f <=? f y) eqn:e; destruct H as [<-|H]; auto with order.
    apply le_trans with (min (z :: l) f); [now apply not_le_then | auto].
Qed.

Lemma min_ext (l : list A) (f g : A -> K) : (forall x, In x l -> f x = g x) -> min l f = min l g.
Proof.
  induction l as [|x [|y l] IH]; intro H; [reflexivity | cbn; apply H; cbn; auto |].
  rewrite !min_cons, IH, H; auto with datatypes.
Qed.

(* Shares *)

Lemma share_ext (l : list A) (x y p q : A -> K) a :
  In a l -> (forall b, In b l -> x b = y b) -> p a = q a -> share l x p a = share l y q a.
Proof. intros Ha H e. unfold share. rewrite (sum_ext _ _ _ H), H, e by assumption. reflexivity. Qed.

Lemma share_dead (l : list A) (x p : A -> K) a : sum l x = 0 -> share l x p a = p a.
Proof. intro H. unfold share. now rewrite (proj2 (equals_true _ _) H). Qed.

Lemma share_live (l : list A) (x p : A -> K) a : sum l x <> 0 -> share l x p a = x a / sum l x.
Proof. intro H. unfold share. now rewrite (proj2 (equals_false _ _) H). Qed.

Lemma share_times (l : list A) (x p : A -> K) a : sum l x <> 0 -> sum l x * share l x p a = x a.
Proof. intro H. rewrite share_live by assumption. field. assumption. Qed.

Lemma share_nonnegative (l : list A) (x p : A -> K) a :
  (forall b, In b l -> 0 <= x b) -> 0 <= p a -> In a l -> 0 <= share l x p a.
Proof.
  intros Hx Hp Ha. destruct (equal_or_not (sum l x) 0) as [e|e].
  - now rewrite share_dead.
  - rewrite share_live by assumption. apply quotient_nonnegative; auto using sum_nonnegative.
Qed.

Lemma share_sum (l : list A) (x p : A -> K) : sum l p = 1 -> sum l (share l x p) = 1.
Proof.
  intro H. destruct (equal_or_not (sum l x) 0) as [e|e].
  - rewrite <- H. apply sum_ext. intros. now apply share_dead.
  - rewrite (sum_ext _ _ (fun a => x a / sum l x)) by (intros; now apply share_live).
    rewrite sum_quotient by assumption. field. assumption.
Qed.

(* Two shares are equal if their entries are proportional with a factor that is not zero. *)
Lemma share_proportional (l : list A) (x y p q : A -> K) c a :
  In a l -> c <> 0 -> (forall b, In b l -> c * x b = y b) -> (sum l x = 0 -> p a = q a) ->
  share l x p a = share l y q a.
Proof.
  intros Ha Hc H e.
  assert (S : sum l y = c * sum l x) by (rewrite <- sum_times; apply sum_ext; intros; symmetry; auto).
  destruct (equal_or_not (sum l x) 0) as [z|z].
  - rewrite !share_dead; [auto | rewrite S, z; ring | assumption].
  - rewrite !share_live, S, <- H by (try rewrite S; auto using times_not_zero). field. auto.
Qed.

Lemma share_again (l : list A) (x p : A -> K) a : share l x (share l x p) a = share l x p a.
Proof.
  destruct (equal_or_not (sum l x) 0) as [z|z]; [now rewrite share_dead | now rewrite !share_live].
Qed.

End Sums.
