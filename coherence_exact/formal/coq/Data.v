(* Written by `python -m coherence_exact.formal` from the definitions of the package, not by hand. *)
From Coq Require Import List Bool ZArith QArith Qcanon.
From Coherence Require Import Definitions Rationals.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.


Definition example_3 : model rationals := {|
  decisions := 2;
  states := (fun x0 => match x0 with
    | 0 => [1; 2]
    | 1 => [0]
    | _ => [] end)%nat;
  acts := (fun _ x1 => match x1 with
    | 0 => [0; 1]
    | 1 => [0; 1]
    | 2 => [0; 1]
    | _ => [] end)%nat;
  successors := (fun _ x1 x2 => match x1, x2 with
    | 0, 0 => [1; 2]
    | 0, 1 => [1; 2]
    | 1, 0 => []
    | 1, 1 => []
    | 2, 0 => []
    | 2, 1 => []
    | _, _ => [] end)%nat;
  weight := (fun _ x1 x2 => match x1, x2 with
    | 0, 0 => rational 1 1
    | 0, 1 => rational 1 1
    | 1, 0 => rational 1 3
    | 1, 1 => rational 1 3
    | 2, 0 => rational 2 3
    | 2, 1 => rational 2 3
    | _, _ => zero end)%nat;
  dynamics := (fun _ x1 x2 x3 => match x1, x2, x3 with
    | 0, 0, 1 => rational 3 4
    | 0, 0, 2 => rational 1 4
    | 0, 1, 1 => rational 1 2
    | 0, 1, 2 => rational 1 2
    | _, _, _ => zero end)%nat;
  initial := (fun x0 => match x0 with
    | 0 => rational 1 1
    | _ => zero end)%nat;
  prior := (fun x0 x1 x2 => match x0, x1, x2 with
    | 1, 0, 0 => rational 1 2
    | 1, 0, 1 => rational 1 2
    | 0, 1, 0 => rational 1 2
    | 0, 1, 1 => rational 1 2
    | 0, 2, 0 => rational 1 2
    | 0, 2, 1 => rational 1 2
    | _, _, _ => zero end)%nat;
  second_policy := (fun x0 x1 x2 => match x0, x1, x2 with
    | 1, 0, 0 => rational 1 2
    | 1, 0, 1 => rational 1 2
    | 0, 1, 0 => rational 1 2
    | 0, 1, 1 => rational 1 2
    | 0, 2, 0 => rational 1 2
    | 0, 2, 1 => rational 1 2
    | _, _, _ => zero end)%nat
|}.

Definition corners : model rationals := {|
  decisions := 2;
  states := (fun x0 => match x0 with
    | 0 => [2; 3]
    | 1 => [0; 1]
    | _ => [] end)%nat;
  acts := (fun _ x1 => match x1 with
    | 0 => [0; 1; 2]
    | 1 => [0]
    | 2 => [0; 1; 2]
    | 3 => [0; 1]
    | _ => [] end)%nat;
  successors := (fun _ x1 x2 => match x1, x2 with
    | 0, 0 => [2]
    | 0, 1 => [3]
    | 0, 2 => [2]
    | 1, 0 => [3]
    | 2, 0 => []
    | 2, 1 => []
    | 2, 2 => []
    | 3, 0 => []
    | 3, 1 => []
    | _, _ => [] end)%nat;
  weight := (fun _ x1 x2 => match x1, x2 with
    | 0, 0 => rational 1 1
    | 0, 1 => rational 1 2
    | 0, 2 => rational 0 1
    | 1, 0 => rational 3 4
    | 2, 0 => rational 1 3
    | 2, 1 => rational 1 1
    | 2, 2 => rational 2 5
    | 3, 0 => rational 0 1
    | 3, 1 => rational 0 1
    | _, _ => zero end)%nat;
  dynamics := (fun _ x1 x2 x3 => match x1, x2, x3 with
    | 0, 0, 2 => rational 1 1
    | 0, 1, 3 => rational 1 1
    | 0, 2, 2 => rational 1 1
    | 1, 0, 3 => rational 1 1
    | _, _, _ => zero end)%nat;
  initial := (fun x0 => match x0 with
    | 0 => rational 1 3
    | 1 => rational 2 3
    | _ => zero end)%nat;
  prior := (fun x0 x1 x2 => match x0, x1, x2 with
    | 1, 0, 0 => rational 1 4
    | 1, 0, 1 => rational 3 4
    | 1, 0, 2 => rational 0 1
    | 1, 1, 0 => rational 1 1
    | 0, 2, 0 => rational 1 2
    | 0, 2, 1 => rational 0 1
    | 0, 2, 2 => rational 1 2
    | 0, 3, 0 => rational 1 2
    | 0, 3, 1 => rational 1 2
    | _, _, _ => zero end)%nat;
  second_policy := (fun x0 x1 x2 => match x0, x1, x2 with
    | 1, 0, 0 => rational 1 4
    | 1, 0, 1 => rational 3 4
    | 1, 0, 2 => rational 0 1
    | 1, 1, 0 => rational 1 1
    | 0, 2, 0 => rational 1 2
    | 0, 2, 1 => rational 0 1
    | 0, 2, 2 => rational 1 2
    | 0, 3, 0 => rational 1 2
    | 0, 3, 1 => rational 1 2
    | _, _, _ => zero end)%nat
|}.
