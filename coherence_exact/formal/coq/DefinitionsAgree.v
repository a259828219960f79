(* Written by `python -m coherence_exact.formal` from the definitions of the package, not by hand. *)

From Coq Require Import List Bool QArith.
From Coherence Require Export Agreement.
From Coherence Require Partial Definitions PartialDefinitions.
Import Partial (entry).

Lemma ahead_agrees {K} (M : model K) (v' : points (entry K)) (v : points K) :
  (forall n s, agrees (v' n s) (v n s)) -> forall n s a, agrees (PartialDefinitions.ahead M v' n s a) (Definitions.ahead M v n s a).
Proof. unfold PartialDefinitions.ahead, Definitions.ahead. agree. Qed.
#[export] Hint Resolve ahead_agrees : agreement.

Lemma soft_v_of_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (weights' : choices (entry K)) (weights : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (weights' n s a) (weights n s a)) -> forall n s, agrees (PartialDefinitions.soft_v_of M policy' weights' n s) (Definitions.soft_v_of M policy weights n s).
Proof. unfold PartialDefinitions.soft_v_of, Definitions.soft_v_of. agree. Qed.
#[export] Hint Resolve soft_v_of_agrees : agreement.

Lemma soft_q_of_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (weights' : choices (entry K)) (weights : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (weights' n s a) (weights n s a)) -> forall n s a, agrees (PartialDefinitions.soft_q_of M policy' weights' n s a) (Definitions.soft_q_of M policy weights n s a).
Proof. unfold PartialDefinitions.soft_q_of, Definitions.soft_q_of. agree. Qed.
#[export] Hint Resolve soft_q_of_agrees : agreement.

Lemma soft_q_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.soft_q M policy' n s a) (Definitions.soft_q M policy n s a).
Proof. unfold PartialDefinitions.soft_q, Definitions.soft_q. agree. Qed.
#[export] Hint Resolve soft_q_agrees : agreement.

Lemma best_agrees {K} (M : model K) (table' : choices (entry K)) (table : choices K) :
  (forall n s a, agrees (table' n s a) (table n s a)) -> forall n s, agrees (PartialDefinitions.best M table' n s) (Definitions.best M table n s).
Proof. unfold PartialDefinitions.best, Definitions.best. agree. Qed.
#[export] Hint Resolve best_agrees : agreement.

Lemma is_best_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.is_best M policy' n s a) (Definitions.is_best M policy n s a).
Proof. unfold PartialDefinitions.is_best, Definitions.is_best. agree. Qed.
#[export] Hint Resolve is_best_agrees : agreement.

Lemma greedy_limit_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.greedy_limit M policy' n s a) (Definitions.greedy_limit M policy n s a).
Proof. unfold PartialDefinitions.greedy_limit, Definitions.greedy_limit. agree. Qed.
#[export] Hint Resolve greedy_limit_agrees : agreement.

Lemma boltzmann_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (delta' : entry Q) (delta : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (delta') (delta)) -> forall n s a, agrees (PartialDefinitions.boltzmann M policy' delta' n s a) (Definitions.boltzmann M policy delta n s a).
Proof. unfold PartialDefinitions.boltzmann, Definitions.boltzmann. agree. Qed.
#[export] Hint Resolve boltzmann_agrees : agreement.

Lemma coherent_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) (delta' : entry Q) (delta : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> (agrees (delta') (delta)) -> forall n s a, agrees (PartialDefinitions.coherent M policy' steps' delta' n s a) (Definitions.coherent M policy steps delta n s a).
Proof. unfold PartialDefinitions.coherent, Definitions.coherent. agree. Qed.
#[export] Hint Resolve coherent_agrees : agreement.

Lemma law_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a rest, agrees (PartialDefinitions.law M policy' n s a rest) (Definitions.law M policy n s a rest).
Proof. unfold PartialDefinitions.law, Definitions.law. agree. Qed.
#[export] Hint Resolve law_agrees : agreement.

Lemma kl_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.kl M policy' other') (Definitions.kl M policy other).
Proof. unfold PartialDefinitions.kl, Definitions.kl. agree. Qed.
#[export] Hint Resolve kl_agrees : agreement.

Lemma incoherence_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (delta' : entry Q) (delta : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (delta') (delta)) -> agrees (PartialDefinitions.incoherence M policy' delta') (Definitions.incoherence M policy delta).
Proof. unfold PartialDefinitions.incoherence, Definitions.incoherence. agree. Qed.
#[export] Hint Resolve incoherence_agrees : agreement.

Lemma occupancy_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.occupancy M policy' n s) (Definitions.occupancy M policy n s).
Proof. unfold PartialDefinitions.occupancy, Definitions.occupancy. agree. Qed.
#[export] Hint Resolve occupancy_agrees : agreement.

Lemma incoherence_limit_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.incoherence_limit M policy') (Definitions.incoherence_limit M policy).
Proof. unfold PartialDefinitions.incoherence_limit, Definitions.incoherence_limit. agree. Qed.
#[export] Hint Resolve incoherence_limit_agrees : agreement.

Lemma is_live_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.is_live M policy' n s) (Definitions.is_live M policy n s).
Proof. unfold PartialDefinitions.is_live, Definitions.is_live. agree. Qed.
#[export] Hint Resolve is_live_agrees : agreement.

Lemma supports_agree_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.supports_agree M policy') (Definitions.supports_agree M policy).
Proof. unfold PartialDefinitions.supports_agree, Definitions.supports_agree. agree. Qed.
#[export] Hint Resolve supports_agree_agrees : agreement.

Lemma coherent_for_some_delta_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.coherent_for_some_delta M policy') (Definitions.coherent_for_some_delta M policy).
Proof. unfold PartialDefinitions.coherent_for_some_delta, Definitions.coherent_for_some_delta. agree. Qed.
#[export] Hint Resolve coherent_for_some_delta_agrees : agreement.

Lemma ties_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.ties M policy' n s) (Definitions.ties M policy n s).
Proof. unfold PartialDefinitions.ties, Definitions.ties. agree. Qed.
#[export] Hint Resolve ties_agrees : agreement.

Lemma unique_maxima_everywhere_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.unique_maxima_everywhere M policy') (Definitions.unique_maxima_everywhere M policy).
Proof. unfold PartialDefinitions.unique_maxima_everywhere, Definitions.unique_maxima_everywhere. agree. Qed.
#[export] Hint Resolve unique_maxima_everywhere_agrees : agreement.

Lemma unique_maxima_where_visited_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.unique_maxima_where_visited M policy') (Definitions.unique_maxima_where_visited M policy).
Proof. unfold PartialDefinitions.unique_maxima_where_visited, Definitions.unique_maxima_where_visited. agree. Qed.
#[export] Hint Resolve unique_maxima_where_visited_agrees : agreement.

Lemma uniform_agrees {K} (M : model K) :
  forall n s a, agrees (PartialDefinitions.uniform M n s a) (Definitions.uniform M n s a).
Proof. unfold PartialDefinitions.uniform, Definitions.uniform. agree. Qed.
#[export] Hint Resolve uniform_agrees : agreement.

Lemma condition_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (weights' : choices (entry K)) (weights : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (weights' n s a) (weights n s a)) -> forall n s a, agrees (PartialDefinitions.condition M policy' weights' n s a) (Definitions.condition M policy weights n s a).
Proof. unfold PartialDefinitions.condition, Definitions.condition. agree. Qed.
#[export] Hint Resolve condition_agrees : agreement.

Lemma posterior_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (weights' : choices (entry K)) (weights : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (weights' n s a) (weights n s a)) -> forall n s a, agrees (PartialDefinitions.posterior M policy' weights' n s a) (Definitions.posterior M policy weights n s a).
Proof. unfold PartialDefinitions.posterior, Definitions.posterior. agree. Qed.
#[export] Hint Resolve posterior_agrees : agreement.

Lemma goal_condition_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.goal_condition M policy' n s a) (Definitions.goal_condition M policy n s a).
Proof. unfold PartialDefinitions.goal_condition, Definitions.goal_condition. agree. Qed.
#[export] Hint Resolve goal_condition_agrees : agreement.

Lemma retrain_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.retrain M policy' steps' n s a) (Definitions.retrain M policy steps n s a).
Proof. unfold PartialDefinitions.retrain, Definitions.retrain. agree. Qed.
#[export] Hint Resolve retrain_agrees : agreement.

Lemma temperature_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (alpha' : entry Q) (alpha : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (alpha') (alpha)) -> forall n s a, agrees (PartialDefinitions.temperature M policy' alpha' n s a) (Definitions.temperature M policy alpha n s a).
Proof. unfold PartialDefinitions.temperature, Definitions.temperature. agree. Qed.
#[export] Hint Resolve temperature_agrees : agreement.

Lemma furthest_agrees {K} (M : model K) (values' : points (entry K)) (values : points K) :
  (forall n s, agrees (values' n s) (values n s)) -> forall n s a, agrees (PartialDefinitions.furthest M values' n s a) (Definitions.furthest M values n s a).
Proof. unfold PartialDefinitions.furthest, Definitions.furthest. agree. Qed.
#[export] Hint Resolve furthest_agrees : agreement.

Lemma largest_weight_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.largest_weight M policy' n s) (Definitions.largest_weight M policy n s).
Proof. unfold PartialDefinitions.largest_weight, Definitions.largest_weight. agree. Qed.
#[export] Hint Resolve largest_weight_agrees : agreement.

Lemma attains_largest_weight_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.attains_largest_weight M policy' n s a) (Definitions.attains_largest_weight M policy n s a).
Proof. unfold PartialDefinitions.attains_largest_weight, Definitions.attains_largest_weight. agree. Qed.
#[export] Hint Resolve attains_largest_weight_agrees : agreement.

Lemma attained_ahead_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (mass' : points (entry K)) (mass : points K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s, agrees (mass' n s) (mass n s)) -> forall n s a, agrees (PartialDefinitions.attained_ahead M policy' mass' n s a) (Definitions.attained_ahead M policy mass n s a).
Proof. unfold PartialDefinitions.attained_ahead, Definitions.attained_ahead. agree. Qed.
#[export] Hint Resolve attained_ahead_agrees : agreement.

Lemma mass_of_largest_weight_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.mass_of_largest_weight M policy' n s) (Definitions.mass_of_largest_weight M policy n s).
Proof. unfold PartialDefinitions.mass_of_largest_weight, Definitions.mass_of_largest_weight. agree. Qed.
#[export] Hint Resolve mass_of_largest_weight_agrees : agreement.

Lemma temperature_limit_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.temperature_limit M policy' n s a) (Definitions.temperature_limit M policy n s a).
Proof. unfold PartialDefinitions.temperature_limit, Definitions.temperature_limit. agree. Qed.
#[export] Hint Resolve temperature_limit_agrees : agreement.

Lemma largest_success_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.largest_success M policy' n s) (Definitions.largest_success M policy n s).
Proof. unfold PartialDefinitions.largest_success, Definitions.largest_success. agree. Qed.
#[export] Hint Resolve largest_success_agrees : agreement.

Lemma survives_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.survives M policy' n s a) (Definitions.survives M policy n s a).
Proof. unfold PartialDefinitions.survives, Definitions.survives. agree. Qed.
#[export] Hint Resolve survives_agrees : agreement.

Lemma deterministic_agrees {K} (M : model K) :
  agrees (PartialDefinitions.deterministic M) (Definitions.deterministic M).
Proof. unfold PartialDefinitions.deterministic, Definitions.deterministic. agree. Qed.
#[export] Hint Resolve deterministic_agrees : agreement.

Lemma retrain_limit_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.retrain_limit M policy' n s a) (Definitions.retrain_limit M policy n s a).
Proof. unfold PartialDefinitions.retrain_limit, Definitions.retrain_limit. agree. Qed.
#[export] Hint Resolve retrain_limit_agrees : agreement.

Lemma retrain_with_prior_folded_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.retrain_with_prior_folded M policy' steps' n s a) (Definitions.retrain_with_prior_folded M policy steps n s a).
Proof. unfold PartialDefinitions.retrain_with_prior_folded, Definitions.retrain_with_prior_folded. agree. Qed.
#[export] Hint Resolve retrain_with_prior_folded_agrees : agreement.

Lemma row_kl_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> forall n s, agrees (PartialDefinitions.row_kl M policy' other' n s) (Definitions.row_kl M policy other n s).
Proof. unfold PartialDefinitions.row_kl, Definitions.row_kl. agree. Qed.
#[export] Hint Resolve row_kl_agrees : agreement.

Lemma occupancy_kl_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.occupancy_kl M policy' other') (Definitions.occupancy_kl M policy other).
Proof. unfold PartialDefinitions.occupancy_kl, Definitions.occupancy_kl. agree. Qed.
#[export] Hint Resolve occupancy_kl_agrees : agreement.

Lemma total_variation_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.total_variation M policy' other') (Definitions.total_variation M policy other).
Proof. unfold PartialDefinitions.total_variation, Definitions.total_variation. agree. Qed.
#[export] Hint Resolve total_variation_agrees : agreement.

Lemma supported_in_everywhere_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.supported_in_everywhere M policy' other') (Definitions.supported_in_everywhere M policy other).
Proof. unfold PartialDefinitions.supported_in_everywhere, Definitions.supported_in_everywhere. agree. Qed.
#[export] Hint Resolve supported_in_everywhere_agrees : agreement.

Lemma supported_in_where_visited_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.supported_in_where_visited M policy' other') (Definitions.supported_in_where_visited M policy other).
Proof. unfold PartialDefinitions.supported_in_where_visited, Definitions.supported_in_where_visited. agree. Qed.
#[export] Hint Resolve supported_in_where_visited_agrees : agreement.

Lemma ratio_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (prior_' : choices (entry K)) (prior_ : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (prior_' n s a) (prior_ n s a)) -> forall n s a, agrees (PartialDefinitions.ratio M policy' prior_' n s a) (Definitions.ratio M policy prior_ n s a).
Proof. unfold PartialDefinitions.ratio, Definitions.ratio. agree. Qed.
#[export] Hint Resolve ratio_agrees : agreement.

Lemma weights_f_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.weights_f M policy' steps' n s a) (Definitions.weights_f M policy steps n s a).
Proof. unfold PartialDefinitions.weights_f, Definitions.weights_f. agree. Qed.
#[export] Hint Resolve weights_f_agrees : agreement.

Lemma weights_f_ratio_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.weights_f_ratio M policy' steps' n s a) (Definitions.weights_f_ratio M policy steps n s a).
Proof. unfold PartialDefinitions.weights_f_ratio, Definitions.weights_f_ratio. agree. Qed.
#[export] Hint Resolve weights_f_ratio_agrees : agreement.

Lemma weights_h_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.weights_h M policy' steps' n s a) (Definitions.weights_h M policy steps n s a).
Proof. unfold PartialDefinitions.weights_h, Definitions.weights_h. agree. Qed.
#[export] Hint Resolve weights_h_agrees : agreement.

Lemma weights_h_ratio_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.weights_h_ratio M policy' steps' n s a) (Definitions.weights_h_ratio M policy steps n s a).
Proof. unfold PartialDefinitions.weights_h_ratio, Definitions.weights_h_ratio. agree. Qed.
#[export] Hint Resolve weights_h_ratio_agrees : agreement.

Lemma fold_f_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.fold_f M policy' steps' n s a) (Definitions.fold_f M policy steps n s a).
Proof. unfold PartialDefinitions.fold_f, Definitions.fold_f. agree. Qed.
#[export] Hint Resolve fold_f_agrees : agreement.

Lemma fold_f_ratio_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.fold_f_ratio M policy' steps' n s a) (Definitions.fold_f_ratio M policy steps n s a).
Proof. unfold PartialDefinitions.fold_f_ratio, Definitions.fold_f_ratio. agree. Qed.
#[export] Hint Resolve fold_f_ratio_agrees : agreement.

Lemma fold_h_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.fold_h M policy' steps' n s a) (Definitions.fold_h M policy steps n s a).
Proof. unfold PartialDefinitions.fold_h, Definitions.fold_h. agree. Qed.
#[export] Hint Resolve fold_h_agrees : agreement.

Lemma fold_h_ratio_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.fold_h_ratio M policy' steps' n s a) (Definitions.fold_h_ratio M policy steps n s a).
Proof. unfold PartialDefinitions.fold_h_ratio, Definitions.fold_h_ratio. agree. Qed.
#[export] Hint Resolve fold_h_ratio_agrees : agreement.

Lemma finite_rewards_agrees {K} (M : model K) :
  agrees (PartialDefinitions.finite_rewards M) (Definitions.finite_rewards M).
Proof. unfold PartialDefinitions.finite_rewards, Definitions.finite_rewards. agree. Qed.
#[export] Hint Resolve finite_rewards_agrees : agreement.

Lemma single_start_agrees {K} (M : model K) :
  agrees (PartialDefinitions.single_start M) (Definitions.single_start M).
Proof. unfold PartialDefinitions.single_start, Definitions.single_start. agree. Qed.
#[export] Hint Resolve single_start_agrees : agreement.

Lemma action_count_agrees {K} (M : model K) :
  forall n s, agrees (PartialDefinitions.action_count M n s) (Definitions.action_count M n s).
Proof. unfold PartialDefinitions.action_count, Definitions.action_count. agree. Qed.
#[export] Hint Resolve action_count_agrees : agreement.

Lemma equal_action_counts_agrees {K} (M : model K) :
  agrees (PartialDefinitions.equal_action_counts M) (Definitions.equal_action_counts M).
Proof. unfold PartialDefinitions.equal_action_counts, Definitions.equal_action_counts. agree. Qed.
#[export] Hint Resolve equal_action_counts_agrees : agreement.

Lemma equal_action_counts_at_each_time_agrees {K} (M : model K) :
  agrees (PartialDefinitions.equal_action_counts_at_each_time M) (Definitions.equal_action_counts_at_each_time M).
Proof. unfold PartialDefinitions.equal_action_counts_at_each_time, Definitions.equal_action_counts_at_each_time. agree. Qed.
#[export] Hint Resolve equal_action_counts_at_each_time_agrees : agreement.

Lemma several_actions_agrees {K} (M : model K) :
  agrees (PartialDefinitions.several_actions M) (Definitions.several_actions M).
Proof. unfold PartialDefinitions.several_actions, Definitions.several_actions. agree. Qed.
#[export] Hint Resolve several_actions_agrees : agreement.

Lemma terminal_rewards_agrees {K} (M : model K) :
  agrees (PartialDefinitions.terminal_rewards M) (Definitions.terminal_rewards M).
Proof. unfold PartialDefinitions.terminal_rewards, Definitions.terminal_rewards. agree. Qed.
#[export] Hint Resolve terminal_rewards_agrees : agreement.

Lemma horizon_at_least_agrees {K} (M : model K) (decisions' : entry K) (decisions : K) :
  (agrees (decisions') (decisions)) -> agrees (PartialDefinitions.horizon_at_least M decisions') (Definitions.horizon_at_least M decisions).
Proof. unfold PartialDefinitions.horizon_at_least, Definitions.horizon_at_least. agree. Qed.
#[export] Hint Resolve horizon_at_least_agrees : agreement.

Lemma action_sequences_agrees {K} (M : model K) :
  agrees (PartialDefinitions.action_sequences M) (Definitions.action_sequences M).
Proof. unfold PartialDefinitions.action_sequences, Definitions.action_sequences. agree. Qed.
#[export] Hint Resolve action_sequences_agrees : agreement.

Lemma one_decision_agrees {K} (M : model K) :
  agrees (PartialDefinitions.one_decision M) (Definitions.one_decision M).
Proof. unfold PartialDefinitions.one_decision, Definitions.one_decision. agree. Qed.
#[export] Hint Resolve one_decision_agrees : agreement.

Lemma full_support_agrees {K} (M : model K) :
  agrees (PartialDefinitions.full_support M) (Definitions.full_support M).
Proof. unfold PartialDefinitions.full_support, Definitions.full_support. agree. Qed.
#[export] Hint Resolve full_support_agrees : agreement.

Lemma uniform_prior_agrees {K} (M : model K) :
  agrees (PartialDefinitions.uniform_prior M) (Definitions.uniform_prior M).
Proof. unfold PartialDefinitions.uniform_prior, Definitions.uniform_prior. agree. Qed.
#[export] Hint Resolve uniform_prior_agrees : agreement.

Lemma proportional_agrees {K} (M : model K) (table' : choices (entry K)) (table : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (table' n s a) (table n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.proportional M table' other') (Definitions.proportional M table other).
Proof. unfold PartialDefinitions.proportional, Definitions.proportional. agree. Qed.
#[export] Hint Resolve proportional_agrees : agreement.

Lemma proportional_along_agrees {K} (M : model K) (along_' : trajectories (entry K)) (along_ : trajectories K) (other' : trajectories (entry K)) (other : trajectories K) :
  (forall n s a rest, agrees (along_' n s a rest) (along_ n s a rest)) -> (forall n s a rest, agrees (other' n s a rest) (other n s a rest)) -> agrees (PartialDefinitions.proportional_along M along_' other') (Definitions.proportional_along M along_ other).
Proof. unfold PartialDefinitions.proportional_along, Definitions.proportional_along. agree. Qed.
#[export] Hint Resolve proportional_along_agrees : agreement.

Lemma deterministic_policy_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.deterministic_policy M policy') (Definitions.deterministic_policy M policy).
Proof. unfold PartialDefinitions.deterministic_policy, Definitions.deterministic_policy. agree. Qed.
#[export] Hint Resolve deterministic_policy_agrees : agreement.

Lemma soft_v_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.soft_v M policy' n s) (Definitions.soft_v M policy n s).
Proof. unfold PartialDefinitions.soft_v, Definitions.soft_v. agree. Qed.
#[export] Hint Resolve soft_v_agrees : agreement.

Lemma success_everywhere_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.success_everywhere M policy') (Definitions.success_everywhere M policy).
Proof. unfold PartialDefinitions.success_everywhere, Definitions.success_everywhere. agree. Qed.
#[export] Hint Resolve success_everywhere_agrees : agreement.

Lemma some_success_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.some_success M policy') (Definitions.some_success M policy).
Proof. unfold PartialDefinitions.some_success, Definitions.some_success. agree. Qed.
#[export] Hint Resolve some_success_agrees : agreement.

Lemma q_constant_on_support_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.q_constant_on_support M policy') (Definitions.q_constant_on_support M policy).
Proof. unfold PartialDefinitions.q_constant_on_support, Definitions.q_constant_on_support. agree. Qed.
#[export] Hint Resolve q_constant_on_support_agrees : agreement.

Lemma proportional_to_q_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.proportional_to_q M policy') (Definitions.proportional_to_q M policy).
Proof. unfold PartialDefinitions.proportional_to_q, Definitions.proportional_to_q. agree. Qed.
#[export] Hint Resolve proportional_to_q_agrees : agreement.

Lemma proportional_to_weights_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (power_' : entry Q) (power_ : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (power_') (power_)) -> agrees (PartialDefinitions.proportional_to_weights M policy' power_') (Definitions.proportional_to_weights M policy power_).
Proof. unfold PartialDefinitions.proportional_to_weights, Definitions.proportional_to_weights. agree. Qed.
#[export] Hint Resolve proportional_to_weights_agrees : agreement.

Lemma finite_agrees {K} (M : model K) (value' : entry K) (value : K) :
  (agrees (value') (value)) -> agrees (PartialDefinitions.finite M value') (Definitions.finite M value).
Proof. unfold PartialDefinitions.finite, Definitions.finite. agree. Qed.
#[export] Hint Resolve finite_agrees : agreement.

Lemma implies_agrees {K} (M : model K) (premise' : entry bool) (premise : bool) (conclusion' : entry bool) (conclusion : bool) :
  (agrees (premise') (premise)) -> (agrees (conclusion') (conclusion)) -> agrees (PartialDefinitions.implies M premise' conclusion') (Definitions.implies M premise conclusion).
Proof. unfold PartialDefinitions.implies, Definitions.implies. agree. Qed.
#[export] Hint Resolve implies_agrees : agreement.

Lemma iff_agrees {K} (M : model K) (one_' : entry bool) (one_ : bool) (other' : entry bool) (other : bool) :
  (agrees (one_') (one_)) -> (agrees (other') (other)) -> agrees (PartialDefinitions.iff M one_' other') (Definitions.iff M one_ other).
Proof. unfold PartialDefinitions.iff, Definitions.iff. agree. Qed.
#[export] Hint Resolve iff_agrees : agreement.

Lemma optimal_success_agrees {K} (M : model K) :
  agrees (PartialDefinitions.optimal_success M) (Definitions.optimal_success M).
Proof. unfold PartialDefinitions.optimal_success, Definitions.optimal_success. agree. Qed.
#[export] Hint Resolve optimal_success_agrees : agreement.

Lemma mean_ahead_agrees {K} (M : model K) (value' : points (entry K)) (value : points K) :
  (forall n s, agrees (value' n s) (value n s)) -> forall n s a, agrees (PartialDefinitions.mean_ahead M value' n s a) (Definitions.mean_ahead M value n s a).
Proof. unfold PartialDefinitions.mean_ahead, Definitions.mean_ahead. agree. Qed.
#[export] Hint Resolve mean_ahead_agrees : agreement.

Lemma best_extended_agrees {K} (M : model K) (table' : choices (entry (extended K))) (table : choices (extended K)) :
  (forall n s a, agrees (table' n s a) (table n s a)) -> forall n s, agrees (PartialDefinitions.best_extended M table' n s) (Definitions.best_extended M table n s).
Proof. unfold PartialDefinitions.best_extended, Definitions.best_extended. agree. Qed.
#[export] Hint Resolve best_extended_agrees : agreement.

Lemma mean_ahead_extended_agrees {K} (M : model K) (value' : points (entry (extended K))) (value : points (extended K)) :
  (forall n s, agrees (value' n s) (value n s)) -> forall n s a, agrees (PartialDefinitions.mean_ahead_extended M value' n s a) (Definitions.mean_ahead_extended M value n s a).
Proof. unfold PartialDefinitions.mean_ahead_extended, Definitions.mean_ahead_extended. agree. Qed.
#[export] Hint Resolve mean_ahead_extended_agrees : agreement.

Lemma optimal_return_agrees {K} `{Logarithm K} (M : model K) :
  agrees (PartialDefinitions.optimal_return M) (Definitions.optimal_return M).
Proof. unfold PartialDefinitions.optimal_return, Definitions.optimal_return. agree. Qed.
#[export] Hint Resolve optimal_return_agrees : agreement.

Lemma lookahead_q_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.lookahead_q M policy' steps' n s a) (Definitions.lookahead_q M policy steps n s a).
Proof. unfold PartialDefinitions.lookahead_q, Definitions.lookahead_q. agree. Qed.
#[export] Hint Resolve lookahead_q_agrees : agreement.

Lemma lookahead_policy_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.lookahead_policy M policy' steps' n s a) (Definitions.lookahead_policy M policy steps n s a).
Proof. unfold PartialDefinitions.lookahead_policy, Definitions.lookahead_policy. agree. Qed.
#[export] Hint Resolve lookahead_policy_agrees : agreement.

Lemma visits_every_state_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.visits_every_state M policy') (Definitions.visits_every_state M policy).
Proof. unfold PartialDefinitions.visits_every_state, Definitions.visits_every_state. agree. Qed.
#[export] Hint Resolve visits_every_state_agrees : agreement.

Lemma success_probability_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.success_probability M policy') (Definitions.success_probability M policy).
Proof. unfold PartialDefinitions.success_probability, Definitions.success_probability. agree. Qed.
#[export] Hint Resolve success_probability_agrees : agreement.

Lemma success_by_trajectories_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.success_by_trajectories M policy') (Definitions.success_by_trajectories M policy).
Proof. unfold PartialDefinitions.success_by_trajectories, Definitions.success_by_trajectories. agree. Qed.
#[export] Hint Resolve success_by_trajectories_agrees : agreement.

Lemma expected_return_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.expected_return M policy') (Definitions.expected_return M policy).
Proof. unfold PartialDefinitions.expected_return, Definitions.expected_return. agree. Qed.
#[export] Hint Resolve expected_return_agrees : agreement.

Lemma return_by_trajectories_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.return_by_trajectories M policy') (Definitions.return_by_trajectories M policy).
Proof. unfold PartialDefinitions.return_by_trajectories, Definitions.return_by_trajectories. agree. Qed.
#[export] Hint Resolve return_by_trajectories_agrees : agreement.

Lemma return_to_go_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.return_to_go M policy' n s) (Definitions.return_to_go M policy n s).
Proof. unfold PartialDefinitions.return_to_go, Definitions.return_to_go. agree. Qed.
#[export] Hint Resolve return_to_go_agrees : agreement.

Lemma discounted_return_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (gamma' : entry K) (gamma : K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (gamma') (gamma)) -> agrees (PartialDefinitions.discounted_return M policy' gamma') (Definitions.discounted_return M policy gamma).
Proof. unfold PartialDefinitions.discounted_return, Definitions.discounted_return. agree. Qed.
#[export] Hint Resolve discounted_return_agrees : agreement.

Lemma row_entropy_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.row_entropy M policy' n s) (Definitions.row_entropy M policy n s).
Proof. unfold PartialDefinitions.row_entropy, Definitions.row_entropy. agree. Qed.
#[export] Hint Resolve row_entropy_agrees : agreement.

Lemma causal_entropy_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.causal_entropy M policy') (Definitions.causal_entropy M policy).
Proof. unfold PartialDefinitions.causal_entropy, Definitions.causal_entropy. agree. Qed.
#[export] Hint Resolve causal_entropy_agrees : agreement.

Lemma law_given_start_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a rest, agrees (PartialDefinitions.law_given_start M policy' n s a rest) (Definitions.law_given_start M policy n s a rest).
Proof. unfold PartialDefinitions.law_given_start, Definitions.law_given_start. agree. Qed.
#[export] Hint Resolve law_given_start_agrees : agreement.

Lemma law_given_success_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a rest, agrees (PartialDefinitions.law_given_success M policy' n s a rest) (Definitions.law_given_success M policy n s a rest).
Proof. unfold PartialDefinitions.law_given_success, Definitions.law_given_success. agree. Qed.
#[export] Hint Resolve law_given_success_agrees : agreement.

Lemma law_given_start_and_success_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a rest, agrees (PartialDefinitions.law_given_start_and_success M policy' n s a rest) (Definitions.law_given_start_and_success M policy n s a rest).
Proof. unfold PartialDefinitions.law_given_start_and_success, Definitions.law_given_start_and_success. agree. Qed.
#[export] Hint Resolve law_given_start_and_success_agrees : agreement.

Lemma rejection_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (successes' : entry Q) (successes : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (successes') (successes)) -> forall n s a rest, agrees (PartialDefinitions.rejection M policy' successes' n s a rest) (Definitions.rejection M policy successes n s a rest).
Proof. unfold PartialDefinitions.rejection, Definitions.rejection. agree. Qed.
#[export] Hint Resolve rejection_agrees : agreement.

Lemma success_given_state_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s, agrees (PartialDefinitions.success_given_state M policy' n s) (Definitions.success_given_state M policy n s).
Proof. unfold PartialDefinitions.success_given_state, Definitions.success_given_state. agree. Qed.
#[export] Hint Resolve success_given_state_agrees : agreement.

Lemma success_given_action_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.success_given_action M policy' n s a) (Definitions.success_given_action M policy n s a).
Proof. unfold PartialDefinitions.success_given_action, Definitions.success_given_action. agree. Qed.
#[export] Hint Resolve success_given_action_agrees : agreement.

Lemma penalised_return_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (alpha' : entry K) (alpha : K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (alpha') (alpha)) -> agrees (PartialDefinitions.penalised_return M policy' alpha') (Definitions.penalised_return M policy alpha).
Proof. unfold PartialDefinitions.penalised_return, Definitions.penalised_return. agree. Qed.
#[export] Hint Resolve penalised_return_agrees : agreement.

Lemma log_partition_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (alpha' : entry Q) (alpha : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (alpha') (alpha)) -> agrees (PartialDefinitions.log_partition M policy' alpha') (Definitions.log_partition M policy alpha).
Proof. unfold PartialDefinitions.log_partition, Definitions.log_partition. agree. Qed.
#[export] Hint Resolve log_partition_agrees : agreement.

Lemma return_of_extended_rewards_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (rewards' : choices (entry (extended K))) (rewards : choices (extended K)) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (rewards' n s a) (rewards n s a)) -> agrees (PartialDefinitions.return_of_extended_rewards M policy' rewards') (Definitions.return_of_extended_rewards M policy rewards).
Proof. unfold PartialDefinitions.return_of_extended_rewards, Definitions.return_of_extended_rewards. agree. Qed.
#[export] Hint Resolve return_of_extended_rewards_agrees : agreement.

Lemma last_reward_trajectories_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a rest, agrees (PartialDefinitions.last_reward_trajectories M policy' n s a rest) (Definitions.last_reward_trajectories M policy n s a rest).
Proof. unfold PartialDefinitions.last_reward_trajectories, Definitions.last_reward_trajectories. agree. Qed.
#[export] Hint Resolve last_reward_trajectories_agrees : agreement.

Lemma expected_success_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.expected_success M policy' n s a) (Definitions.expected_success M policy n s a).
Proof. unfold PartialDefinitions.expected_success, Definitions.expected_success. agree. Qed.
#[export] Hint Resolve expected_success_agrees : agreement.

Lemma conditioned_dynamics_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a s', agrees (PartialDefinitions.conditioned_dynamics M policy' n s a s') (Definitions.conditioned_dynamics M policy n s a s').
Proof. unfold PartialDefinitions.conditioned_dynamics, Definitions.conditioned_dynamics. agree. Qed.
#[export] Hint Resolve conditioned_dynamics_agrees : agreement.

Lemma conditioned_success_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.conditioned_success M policy' n s a) (Definitions.conditioned_success M policy n s a).
Proof. unfold PartialDefinitions.conditioned_success, Definitions.conditioned_success. agree. Qed.
#[export] Hint Resolve conditioned_success_agrees : agreement.

Lemma coherent_policy_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (delta' : entry Q) (delta : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (delta') (delta)) -> agrees (PartialDefinitions.coherent_policy M policy' delta') (Definitions.coherent_policy M policy delta).
Proof. unfold PartialDefinitions.coherent_policy, Definitions.coherent_policy. agree. Qed.
#[export] Hint Resolve coherent_policy_agrees : agreement.

Lemma finite_extended_agrees {K} (M : model K) (value' : entry (extended K)) (value : extended K) :
  (agrees (value') (value)) -> agrees (PartialDefinitions.finite_extended M value') (Definitions.finite_extended M value).
Proof. unfold PartialDefinitions.finite_extended, Definitions.finite_extended. agree. Qed.
#[export] Hint Resolve finite_extended_agrees : agreement.

Lemma one_start_or_finite_largest_return_agrees {K} `{Logarithm K} (M : model K) :
  agrees (PartialDefinitions.one_start_or_finite_largest_return M) (Definitions.one_start_or_finite_largest_return M).
Proof. unfold PartialDefinitions.one_start_or_finite_largest_return, Definitions.one_start_or_finite_largest_return. agree. Qed.
#[export] Hint Resolve one_start_or_finite_largest_return_agrees : agreement.

Lemma return_optimal_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.return_optimal M policy') (Definitions.return_optimal M policy).
Proof. unfold PartialDefinitions.return_optimal, Definitions.return_optimal. agree. Qed.
#[export] Hint Resolve return_optimal_agrees : agreement.

Lemma success_optimal_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.success_optimal M policy') (Definitions.success_optimal M policy).
Proof. unfold PartialDefinitions.success_optimal, Definitions.success_optimal. agree. Qed.
#[export] Hint Resolve success_optimal_agrees : agreement.

Lemma finite_return_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.finite_return M policy') (Definitions.finite_return M policy).
Proof. unfold PartialDefinitions.finite_return, Definitions.finite_return. agree. Qed.
#[export] Hint Resolve finite_return_agrees : agreement.

Lemma folded_q_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s a, agrees (PartialDefinitions.folded_q M policy' steps' n s a) (Definitions.folded_q M policy steps n s a).
Proof. unfold PartialDefinitions.folded_q, Definitions.folded_q. agree. Qed.
#[export] Hint Resolve folded_q_agrees : agreement.

Lemma sequences_from_agrees {K} (M : model K) :
  forall n s, agrees (PartialDefinitions.sequences_from M n s) (Definitions.sequences_from M n s).
Proof. unfold PartialDefinitions.sequences_from, Definitions.sequences_from. agree. Qed.
#[export] Hint Resolve sequences_from_agrees : agreement.

Lemma folded_v_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (steps' : entry Q) (steps : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (steps') (steps)) -> forall n s, agrees (PartialDefinitions.folded_v M policy' steps' n s) (Definitions.folded_v M policy steps n s).
Proof. unfold PartialDefinitions.folded_v, Definitions.folded_v. agree. Qed.
#[export] Hint Resolve folded_v_agrees : agreement.

Lemma normalised_weights_agrees {K} (M : model K) :
  forall n s a, agrees (PartialDefinitions.normalised_weights M n s a) (Definitions.normalised_weights M n s a).
Proof. unfold PartialDefinitions.normalised_weights, Definitions.normalised_weights. agree. Qed.
#[export] Hint Resolve normalised_weights_agrees : agreement.

Lemma at_time_agrees {K} (M : model K) (table' : choices (entry K)) (table : choices K) (when' : entry K) (when : K) :
  (forall n s a, agrees (table' n s a) (table n s a)) -> (agrees (when') (when)) -> agrees (PartialDefinitions.at_time M table' when') (Definitions.at_time M table when).
Proof. unfold PartialDefinitions.at_time, Definitions.at_time. agree. Qed.
#[export] Hint Resolve at_time_agrees : agreement.

Lemma visit_and_act_alike_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.visit_and_act_alike M policy' other') (Definitions.visit_and_act_alike M policy other).
Proof. unfold PartialDefinitions.visit_and_act_alike, Definitions.visit_and_act_alike. agree. Qed.
#[export] Hint Resolve visit_and_act_alike_agrees : agreement.

Lemma reward_agrees {K} `{Logarithm K} (M : model K) :
  forall n s a, agrees (PartialDefinitions.reward M n s a) (Definitions.reward M n s a).
Proof. unfold PartialDefinitions.reward, Definitions.reward. agree. Qed.
#[export] Hint Resolve reward_agrees : agreement.

Lemma mean_next_agrees {K} (M : model K) (value' : points (entry K)) (value : points K) :
  (forall n s, agrees (value' n s) (value n s)) -> forall n s a, agrees (PartialDefinitions.mean_next M value' n s a) (Definitions.mean_next M value n s a).
Proof. unfold PartialDefinitions.mean_next, Definitions.mean_next. agree. Qed.
#[export] Hint Resolve mean_next_agrees : agreement.

Lemma mean_next_extended_agrees {K} (M : model K) (value' : points (entry (extended K))) (value : points (extended K)) :
  (forall n s, agrees (value' n s) (value n s)) -> forall n s a, agrees (PartialDefinitions.mean_next_extended M value' n s a) (Definitions.mean_next_extended M value n s a).
Proof. unfold PartialDefinitions.mean_next_extended, Definitions.mean_next_extended. agree. Qed.
#[export] Hint Resolve mean_next_extended_agrees : agreement.

Lemma state_values_extended_rewards_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (rewards' : choices (entry (extended K))) (rewards : choices (extended K)) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (rewards' n s a) (rewards n s a)) -> forall n s, agrees (PartialDefinitions.state_values_extended_rewards M policy' rewards' n s) (Definitions.state_values_extended_rewards M policy rewards n s).
Proof. unfold PartialDefinitions.state_values_extended_rewards, Definitions.state_values_extended_rewards. agree. Qed.
#[export] Hint Resolve state_values_extended_rewards_agrees : agreement.

Lemma optimal_values_extended_agrees {K} (M : model K) (rewards' : choices (entry (extended K))) (rewards : choices (extended K)) :
  (forall n s a, agrees (rewards' n s a) (rewards n s a)) -> forall n s, agrees (PartialDefinitions.optimal_values_extended M rewards' n s) (Definitions.optimal_values_extended M rewards n s).
Proof. unfold PartialDefinitions.optimal_values_extended, Definitions.optimal_values_extended. agree. Qed.
#[export] Hint Resolve optimal_values_extended_agrees : agreement.

Lemma maximiser_extended_agrees {K} (M : model K) (table' : choices (entry (extended K))) (table : choices (extended K)) :
  (forall n s a, agrees (table' n s a) (table n s a)) -> forall n s a, agrees (PartialDefinitions.maximiser_extended M table' n s a) (Definitions.maximiser_extended M table n s a).
Proof. unfold PartialDefinitions.maximiser_extended, Definitions.maximiser_extended. agree. Qed.
#[export] Hint Resolve maximiser_extended_agrees : agreement.

Lemma optimal_policy_extended_agrees {K} (M : model K) (rewards' : choices (entry (extended K))) (rewards : choices (extended K)) :
  (forall n s a, agrees (rewards' n s a) (rewards n s a)) -> forall n s a, agrees (PartialDefinitions.optimal_policy_extended M rewards' n s a) (Definitions.optimal_policy_extended M rewards n s a).
Proof. unfold PartialDefinitions.optimal_policy_extended, Definitions.optimal_policy_extended. agree. Qed.
#[export] Hint Resolve optimal_policy_extended_agrees : agreement.

Lemma action_values_extended_rewards_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (rewards' : choices (entry (extended K))) (rewards : choices (extended K)) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (rewards' n s a) (rewards n s a)) -> forall n s a, agrees (PartialDefinitions.action_values_extended_rewards M policy' rewards' n s a) (Definitions.action_values_extended_rewards M policy rewards n s a).
Proof. unfold PartialDefinitions.action_values_extended_rewards, Definitions.action_values_extended_rewards. agree. Qed.
#[export] Hint Resolve action_values_extended_rewards_agrees : agreement.

Lemma unimprovable_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.unimprovable M policy') (Definitions.unimprovable M policy).
Proof. unfold PartialDefinitions.unimprovable, Definitions.unimprovable. agree. Qed.
#[export] Hint Resolve unimprovable_agrees : agreement.

Lemma unimprovable_where_visited_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> agrees (PartialDefinitions.unimprovable_where_visited M policy') (Definitions.unimprovable_where_visited M policy).
Proof. unfold PartialDefinitions.unimprovable_where_visited, Definitions.unimprovable_where_visited. agree. Qed.
#[export] Hint Resolve unimprovable_where_visited_agrees : agreement.

Lemma greedy_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.greedy M policy' n s a) (Definitions.greedy M policy n s a).
Proof. unfold PartialDefinitions.greedy, Definitions.greedy. agree. Qed.
#[export] Hint Resolve greedy_agrees : agreement.

Lemma promises_improvement_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.promises_improvement M policy' other') (Definitions.promises_improvement M policy other).
Proof. unfold PartialDefinitions.promises_improvement, Definitions.promises_improvement. agree. Qed.
#[export] Hint Resolve promises_improvement_agrees : agreement.

Lemma better_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> agrees (PartialDefinitions.better M policy' other') (Definitions.better M policy other).
Proof. unfold PartialDefinitions.better, Definitions.better. agree. Qed.
#[export] Hint Resolve better_agrees : agreement.

Lemma regularised_return_agrees {K} `{Logarithm K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (reference' : choices (entry K)) (reference : choices K) (alpha' : entry K) (alpha : K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (reference' n s a) (reference n s a)) -> (agrees (alpha') (alpha)) -> agrees (PartialDefinitions.regularised_return M policy' reference' alpha') (Definitions.regularised_return M policy reference alpha).
Proof. unfold PartialDefinitions.regularised_return, Definitions.regularised_return. agree. Qed.
#[export] Hint Resolve regularised_return_agrees : agreement.

Lemma moment_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (alpha' : entry Q) (alpha : Q) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (agrees (alpha') (alpha)) -> agrees (PartialDefinitions.moment M policy' alpha') (Definitions.moment M policy alpha).
Proof. unfold PartialDefinitions.moment, Definitions.moment. agree. Qed.
#[export] Hint Resolve moment_agrees : agreement.

Lemma state_values_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (rewards' : choices (entry K)) (rewards : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (rewards' n s a) (rewards n s a)) -> forall n s, agrees (PartialDefinitions.state_values M policy' rewards' n s) (Definitions.state_values M policy rewards n s).
Proof. unfold PartialDefinitions.state_values, Definitions.state_values. agree. Qed.
#[export] Hint Resolve state_values_agrees : agreement.

Lemma action_values_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (rewards' : choices (entry K)) (rewards : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (rewards' n s a) (rewards n s a)) -> forall n s a, agrees (PartialDefinitions.action_values M policy' rewards' n s a) (Definitions.action_values M policy rewards n s a).
Proof. unfold PartialDefinitions.action_values, Definitions.action_values. agree. Qed.
#[export] Hint Resolve action_values_agrees : agreement.

Lemma regression_on_action_values_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> forall n s a, agrees (PartialDefinitions.regression_on_action_values M policy' n s a) (Definitions.regression_on_action_values M policy n s a).
Proof. unfold PartialDefinitions.regression_on_action_values, Definitions.regression_on_action_values. agree. Qed.
#[export] Hint Resolve regression_on_action_values_agrees : agreement.

Lemma importance_weights_agrees {K} (M : model K) (target' : choices (entry K)) (target : choices K) (behaviour' : choices (entry K)) (behaviour : choices K) :
  (forall n s a, agrees (target' n s a) (target n s a)) -> (forall n s a, agrees (behaviour' n s a) (behaviour n s a)) -> forall n s a rest, agrees (PartialDefinitions.importance_weights M target' behaviour' n s a rest) (Definitions.importance_weights M target behaviour n s a rest).
Proof. unfold PartialDefinitions.importance_weights, Definitions.importance_weights. agree. Qed.
#[export] Hint Resolve importance_weights_agrees : agreement.

Lemma row_variation_agrees {K} (M : model K) (policy' : choices (entry K)) (policy : choices K) (other' : choices (entry K)) (other : choices K) :
  (forall n s a, agrees (policy' n s a) (policy n s a)) -> (forall n s a, agrees (other' n s a) (other n s a)) -> forall n s, agrees (PartialDefinitions.row_variation M policy' other' n s) (Definitions.row_variation M policy other n s).
Proof. unfold PartialDefinitions.row_variation, Definitions.row_variation. agree. Qed.
#[export] Hint Resolve row_variation_agrees : agreement.
