(* Numbers of Example 3, computed by Coq; and theorems about all models, for one with every corner. *)

From Coq Require Import List Bool ZArith QArith.
From Coherence Require Import Rationals Data Folding Coherence.
From Coherence Require Partial PartialDefinitions.
Import ListNotations.
Open Scope K_scope.

(* The first decision of Example 3 has one decision after it; state 0 is the start, action 0 is a1. *)

Theorem example_3_is_valid : valid example_3 = true.
Proof. vm_compute. reflexivity. Qed.

Theorem example_3_retrained_twice : retrain example_3 (prior example_3) 2 1%nat 0%nat 0%nat = rational 25 61.
Proof. apply equals_true. vm_compute. reflexivity. Qed.

Theorem example_3_not_another_number : retrain example_3 (prior example_3) 2 1%nat 0%nat 0%nat <> rational 25 62.
Proof. apply equals_false. vm_compute. reflexivity. Qed.

Theorem example_3_at_temperature_2 : temperature example_3 (prior example_3) 2 1%nat 0%nat 0%nat = rational 7 17.
Proof. apply equals_true. vm_compute. reflexivity. Qed.

Theorem example_3_is_stochastic : deterministic example_3 = false.
Proof. vm_compute. reflexivity. Qed.

(* Without deterministic dynamics temperature is not re-training. *)
Theorem temperature_is_not_retraining : exists M : model rationals, valid M = true
  /\ every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2 n s a =? retrain M (prior M) 2 n s a) = false.
Proof. exists example_3. split; vm_compute; reflexivity. Qed.

(** * A dead state, weights and priors of 0, two starts, unequal numbers of actions *)

Theorem corners_is_valid : valid corners = true.
Proof. vm_compute. reflexivity. Qed.

Theorem corners_is_deterministic : deterministic corners = true.
Proof. vm_compute. reflexivity. Qed.

Theorem corners_has_corners :
  single_start corners = false /\ finite_rewards corners = false /\ full_support corners = false
  /\ equal_action_counts_at_each_time corners = false /\ success_everywhere corners (prior corners) = false.
Proof. repeat apply conj; vm_compute; reflexivity. Qed.

Theorem corners_temperature (k : nat) : every (all_choices corners) (fun '(n, s, a) =>
  temperature corners (prior corners) (count_of k) n s a =? retrain corners (prior corners) (count_of k) n s a) = true.
Proof. exact (temperature_k_is_k_retrainings rationals corners k corners_is_valid corners_is_deterministic). Qed.

Theorem corners_cumulative_fold (k : nat) : every (all_choices corners) (fun '(n, s, a) =>
  temperature corners (prior corners) (count_of (2 ^ k)) n s a
  =? fold_h_ratio corners (prior corners) (count_of (S k)) n s a) = true.
Proof. exact (cumulative_fold_ratio_is_temperature rationals corners k corners_is_valid corners_is_deterministic). Qed.

(** * What is undefined *)

(* From the second start of the model with every corner nothing succeeds: nothing can be conditioned on. *)
Theorem corners_nothing_to_condition_on : PartialDefinitions.law_given_start_and_success corners (Partial.prior corners)
  1%nat 1%nat 0%nat [(3, 0)]%nat = Partial.Undefined.
Proof. vm_compute. reflexivity. Qed.

(* In the total meaning it is some number; temperature is defined there, and equal to re-training. *)
Theorem corners_something : law_given_start_and_success corners (prior corners) 1%nat 1%nat 0%nat [(3, 0)]%nat = 0.
Proof. apply equals_true. vm_compute. reflexivity. Qed.

Theorem corners_temperature_is_defined : Partial.every (all_choices corners) (fun '(n, s, a) => Partial.lift_two equals
  (PartialDefinitions.temperature corners (Partial.prior corners) (Partial.Defined 2%Q) n s a)
  (PartialDefinitions.retrain corners (Partial.prior corners) (Partial.Defined 2%Q) n s a)) = Partial.Defined true.
Proof. vm_compute. reflexivity. Qed.
