(* The real numbers are an ordered field with a logarithm, so that theorems about all such fields are about
   something.  Coq's real numbers rest on axioms, and no theorem about a reading rests on this file. *)

From Coq Require Import Bool Reals RealField Lra.
From Coherence Require Import Core.
Open Scope R_scope.

Definition real_at_most (x y : R) : bool := if Rle_dec x y then true else false.

Lemma real_at_most_true x y : real_at_most x y = true <-> x <= y.
Proof. unfold real_at_most. destruct (Rle_dec x y); split; auto; discriminate. Qed.

Lemma real_antisymmetric x y : real_at_most x y = true -> real_at_most y x = true -> x = y.
Proof. rewrite !real_at_most_true. apply Rle_antisym. Qed.

Lemma real_transitive x y z : real_at_most x y = true -> real_at_most y z = true -> real_at_most x z = true.
Proof. rewrite !real_at_most_true. apply Rle_trans. Qed.

Lemma real_total x y : real_at_most x y = true \/ real_at_most y x = true.
Proof. rewrite !real_at_most_true. destruct (Rle_dec x y); [now left | right; lra]. Qed.

Lemma real_plus x y z : real_at_most x y = true -> real_at_most (x + z) (y + z) = true.
Proof. rewrite !real_at_most_true. lra. Qed.

Lemma real_times x y : real_at_most 0 x = true -> real_at_most 0 y = true -> real_at_most 0 (x * y) = true.
Proof. rewrite !real_at_most_true. apply Rmult_le_pos. Qed.

Definition reals : ordered_field := {|
  carrier := R;
  zero := 0;
  one := 1;
  plus := Rplus;
  times := Rmult;
  minus := Rminus;
  opposite := Ropp;
  quotient := Rdiv;
  inverse := Rinv;
  at_most := real_at_most;
  is_field := Rfield;
  at_most_antisymmetric := real_antisymmetric;
  at_most_transitive := real_transitive;
  at_most_total := real_total;
  at_most_plus := real_plus;
  at_most_times := real_times
|}.

Lemma real_less_true (x y : reals) : less x y = true <-> x < y.
Proof.
  unfold less. cbn. rewrite negb_true_iff, <- not_true_iff_false, real_at_most_true. split; lra.
Qed.

Definition real_log : reals -> reals := Rpower.ln.

Lemma real_log_times (x y : reals) : less zero x = true -> less zero y = true ->
  real_log (times x y) = plus (real_log x) (real_log y).
Proof. rewrite !real_less_true. apply ln_mult. Qed.

Lemma real_log_less (x : reals) : less zero x = true -> equals x one = false ->
  less (real_log x) (minus x one) = true.
Proof.
  rewrite !real_less_true. unfold real_log. cbn. intros P E.
  assert (N : x <> 1).
  { intro e. apply not_true_iff_false in E. apply E. unfold equals. apply andb_true_iff.
    split; apply real_at_most_true; cbn; lra. }
  assert (L : Rpower.ln x <> 0).
  { intro e. apply N. apply ln_inv; [exact P | lra | now rewrite ln_1]. }
  pose proof (exp_ineq1 (Rpower.ln x) L) as I. rewrite exp_ln in I by exact P. lra.
Qed.

Definition real_logarithm : Logarithm reals := {|
  Core.ln := real_log;
  ln_times := real_log_times;
  ln_less := real_log_less
|}.
