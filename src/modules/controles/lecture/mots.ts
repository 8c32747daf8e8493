import type { CodeEtat } from '#web/components.tsx'
import type { EtatConstat } from '../db/constats.ts'
import type { Gravite, Marque, QuiAgit } from '../domain/regle.ts'

export const etatDe: Readonly<Record<Gravite, CodeEtat>> = {
  bloquant: 'manquant',
  alerte: 'partiel',
  'a-juger': 'a-juger',
}
export const motGravite: Readonly<Record<Gravite, string>> = {
  bloquant: 'bloquant',
  alerte: 'alerte',
  'a-juger': 'à juger',
}
export const motMarque: Readonly<Record<Marque, string>> = {
  certain: 'certain',
  deduit: 'déduit',
  douteux: 'à confirmer',
}
export const motQui: Readonly<Record<QuiAgit, string>> = {
  formateur: 'La personne qui a formé',
  equipe: 'L’équipe',
  direction: 'La direction',
  comptabilite: 'La comptabilité',
}
export const motEtat: Readonly<Record<EtatConstat, string>> = {
  ouvert: 'ouvert',
  accepte: 'accepté',
  referme: 'refermé',
}
