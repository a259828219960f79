(* The rational numbers are an ordered field, in which everything can be computed. *)

From Coq Require Import List Arith Bool QArith Qcanon.
From Coherence Require Export Core.

Definition rational_at_most (x y : Qc) : bool := Qle_bool x y.

Lemma rational_at_most_true x y : rational_at_most x y = true <-> (x <= y)%Qc.
Proof. apply Qle_bool_iff. Qed.

Lemma rational_at_most_plus x y z : rational_at_most x y = true -> rational_at_most (x + z)%Qc (y + z)%Qc = true.
Proof. rewrite !rational_at_most_true. intro. apply Qcplus_le_compat; auto using Qcle_refl. Qed.

Lemma rational_at_most_times x y :
  rational_at_most 0%Qc x = true -> rational_at_most 0%Qc y = true -> rational_at_most 0%Qc (x * y)%Qc = true.
Proof.
  rewrite !rational_at_most_true. intros Hx Hy. replace 0%Qc with (0 * y)%Qc by ring. now apply Qcmult_le_compat_r.
Qed.

Lemma rational_at_most_total x y : rational_at_most x y = true \/ rational_at_most y x = true.
Proof. rewrite !rational_at_most_true. destruct (Qclt_le_dec x y); auto using Qclt_le_weak. Qed.

Lemma rational_at_most_antisymmetric x y : rational_at_most x y = true -> rational_at_most y x = true -> x = y.
Proof. rewrite !rational_at_most_true. apply Qcle_antisym. Qed.

Lemma rational_at_most_transitive x y z :
  rational_at_most x y = true -> rational_at_most y z = true -> rational_at_most x z = true.
Proof. rewrite !rational_at_most_true. apply Qcle_trans. Qed.

Definition rationals : ordered_field := {|
  carrier := Qc;
  zero := 0%Qc;
  one := 1%Qc;
  plus := Qcplus;
  times := Qcmult;
  minus := Qcminus;
  opposite := Qcopp;
  quotient := Qcdiv;
  inverse := Qcinv;
  at_most := rational_at_most;
  is_field := Qcft;
  at_most_antisymmetric := rational_at_most_antisymmetric;
  at_most_transitive := rational_at_most_transitive;
  at_most_total := rational_at_most_total;
  at_most_plus := rational_at_most_plus;
  at_most_times := rational_at_most_times
|}.

(* A number of a model, as a numerator and a denominator. *)
Definition rational (numerator : Z) (denominator : positive) : rationals := Q2Qc (numerator # denominator).
