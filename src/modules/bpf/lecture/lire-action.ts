import { rang, sous } from '#kernel/champs.ts'
import { dateCivile } from '#kernel/dates.ts'
import type { Json, Objet } from '#kernel/json.ts'
import {
  type Action,
  demiJournees,
  type Formateur,
  type Intervention,
  lettresF3,
  modalites,
  niveaux,
  type Objectif,
  type Participant,
  roles,
  type Seance,
  statutsIntervenant,
  statutsStagiaire,
} from '../domain/dossier.ts'
import { comparer, estPositive, type Fraction } from '../domain/fraction.ts'
import { estNsf } from '../domain/nsf.ts'
import type { Lecteur } from './champs.ts'

/** Un jour de nos bornes (1900–2199). */
export const lireJour = (l: Lecteur, v: Json | undefined, chemin: string) => {
  const jour = l.jour(v, chemin)
  if (jour === undefined) return undefined
  return dateCivile(jour) ?? l.fauter(chemin, `le ${jour} est hors des années 1900 à 2199.`)
}

const lireStatut = (l: Lecteur, v: Json, chemin: string) => {
  const o = l.objet(v, chemin)
  if (!o) return undefined
  const statut = l.choix(o.get('statut'), sous(chemin, 'statut'), statutsIntervenant, 'statut')
  const [du, au] = [l.jour(o.get('du'), sous(chemin, 'du')), l.jour(o.get('au'), sous(chemin, 'au'))]
  if (du !== undefined && au !== undefined && du > au)
    return l.fauter(sous(chemin, 'au'), `ce statut finit le ${au}, avant d’avoir commencé le ${du}.`)
  return statut && du && au ? { statut, du, au, chemin } : undefined
}

export const lireFormateur =
  (l: Lecteur, vus: Set<string>) =>
  (v: Json, chemin: string): Formateur | undefined => {
    const o = l.objet(v, chemin)
    if (!o) return undefined
    const id = l.texte(o.get('id'), sous(chemin, 'id'))
    l.unique(vus, id, sous(chemin, 'id'), 'formateur')
    const statuts = l.suite(o.get('statuts'), sous(chemin, 'statuts'), (s, c) => lireStatut(l, s, c))
    const ordonnes = statuts.toSorted((a, b) => (a.du < b.du ? -1 : a.du > b.du ? 1 : 0))
    for (const [i, s] of ordonnes.entries()) {
      const precedent = ordonnes[i - 1]
      if (precedent && s.du <= precedent.au)
        l.fauter(
          sous(s.chemin, 'du'),
          `ce statut chevauche celui qui court du ${precedent.du} au ${precedent.au}.`,
        )
    }
    return id === undefined
      ? undefined
      : {
          id,
          ...(typeof o.get('nom') === 'string' ? { nom: o.get('nom') as string } : {}),
          statuts: statuts.map(({ statut, du, au }) => ({ statut, du, au })),
        }
  }

const lireIntervention =
  (l: Lecteur, formateurs: ReadonlySet<string>, vus: Set<string>) =>
  (v: Json, chemin: string): Intervention | undefined => {
    const o = l.objet(v, chemin)
    if (!o) return undefined
    const ou = sous(chemin, 'formateur')
    const formateur = l.texte(o.get('formateur'), ou)
    if (formateur !== undefined && !formateurs.has(formateur))
      l.fauter(ou, `aucun formateur n’a l’identifiant « ${formateur.slice(0, 40)} ».`)
    l.unique(vus, formateur, ou, 'formateur de la séance')
    const heures = l.heures(o.get('heures'), sous(chemin, 'heures'))
    return formateur !== undefined && heures ? { formateur, heures } : undefined
  }

/** Un nom facultatif : absent et vide (`null`) disent la même chose. */
const nomOuRien = (l: Lecteur, o: Objet, cle: string, chemin: string): string | null => {
  const v = o.get(cle)
  return v === undefined || v === null ? null : (l.texte(v, sous(chemin, cle)) ?? null)
}

const lireSeance =
  (l: Lecteur, formateurs: ReadonlySet<string>, vus: Set<string>) =>
  (v: Json, chemin: string): Seance | undefined => {
    const o = l.objet(v, chemin)
    if (!o) return undefined
    const id = l.texte(o.get('id'), sous(chemin, 'id'))
    l.unique(vus, id, sous(chemin, 'id'), 'séance')
    const date = lireJour(l, o.get('date'), sous(chemin, 'date'))
    const demi = o.get('demiJournee')
    const demiJournee =
      demi === null ? null : l.choix(demi, sous(chemin, 'demiJournee'), demiJournees, 'moment')
    const heures = l.heures(o.get('heures'), sous(chemin, 'heures'))
    if (heures && !estPositive(heures))
      l.fauter(sous(chemin, 'heures'), 'une séance dure plus de zéro heure.')
    const interventions = l.suite(
      o.get('interventions'),
      sous(chemin, 'interventions'),
      lireIntervention(l, formateurs, new Set()),
    )
    const confieeA = nomOuRien(l, o, 'confieeA', chemin)
    const cotraitant = nomOuRien(l, o, 'cotraitant', chemin)
    if (confieeA !== null && cotraitant !== null)
      l.fauter(
        sous(chemin, 'cotraitant'),
        'une séance est confiée à un sous-traitant ou à un cotraitant, pas aux deux.',
      )
    if (id === undefined || date === undefined || demiJournee === undefined || !heures) return undefined
    return { id, date, demiJournee, heures, interventions, confieeA, cotraitant }
  }

const lirePresences = (
  l: Lecteur,
  v: Json | undefined,
  chemin: string,
  seances: ReadonlyMap<string, Seance>,
  nommees: ReadonlySet<string>,
): ReadonlyMap<string, Fraction> => {
  const presences = new Map<string, Fraction>()
  const connue = (id: string, ou: string): Seance | undefined => {
    // Une séance fautive est déjà dite ; l’accuser d’être absente la dirait deux fois.
    if (!nommees.has(id)) l.fauter(ou, `cette action n’a pas de séance « ${id.slice(0, 40)} ».`)
    return seances.get(id)
  }
  if (v === 'toutes') for (const s of seances.values()) presences.set(s.id, s.heures)
  else if (Array.isArray(v)) {
    const vus = new Set<string>()
    for (const [i, x] of (v as readonly Json[]).entries()) {
      const ou = rang(chemin, i)
      const id = l.texte(x, ou)
      if (id === undefined) continue
      l.unique(vus, id, ou, 'présence')
      const seance = connue(id, ou)
      if (seance) presences.set(id, seance.heures)
    }
  } else if (v instanceof Map) {
    for (const [id, x] of (v as Objet).entries()) {
      const ou = sous(chemin, id)
      const seance = connue(id, ou)
      const heures = l.heures(x, ou)
      if (!seance || !heures) continue
      if (comparer(heures, seance.heures) > 0) l.fauter(ou, 'cette présence dépasse la durée de la séance.')
      presences.set(id, heures)
    }
  } else if (v === undefined) l.fauter(chemin, 'ce champ manque.')
  else l.fauter(chemin, '« toutes », une liste de séances, ou des heures par séance sont attendues.')
  return presences
}

const lireObjectif = (l: Lecteur, v: Json | undefined, chemin: string): Objectif | undefined => {
  const o = l.objet(v, chemin)
  if (!o) return undefined
  const f3 = l.choix(o.get('f3'), sous(chemin, 'f3'), lettresF3, 'objectif')
  const ou = sous(chemin, 'niveau')
  const brut = o.get('niveau')
  if (f3 === undefined) return undefined
  if (f3 === 'a') {
    const niveau = l.choix(brut, ou, niveaux, 'niveau')
    return niveau && { f3, niveau }
  }
  if (brut !== undefined && brut !== null) l.fauter(ou, 'un niveau ne se dit que de l’objectif a.')
  return { f3 }
}

export const lireAction =
  (l: Lecteur, formateurs: ReadonlySet<string>, vues: Set<string>) =>
  (v: Json, chemin: string): Action | undefined => {
    const o = l.objet(v, chemin)
    if (!o) return undefined
    const id = l.texte(o.get('id'), sous(chemin, 'id'))
    l.unique(vues, id, sous(chemin, 'id'), 'action')
    const role = l.choix(o.get('role'), sous(chemin, 'role'), roles, 'rôle')
    const brut = o.get('modalite')
    const modalite =
      brut === undefined || brut === null
        ? null
        : (l.choix(brut, sous(chemin, 'modalite'), modalites, 'modalité') ?? null)
    const objectif = lireObjectif(l, o.get('objectif'), sous(chemin, 'objectif'))
    const nsf = l.texte(o.get('nsf'), sous(chemin, 'nsf'))
    if (nsf !== undefined && !estNsf(nsf))
      l.fauter(
        sous(chemin, 'nsf'),
        `la spécialité « ${nsf.slice(0, 10)} » n’est pas dans la liste de la notice.`,
      )
    const nommees = new Set<string>()
    const seances = l.suite(o.get('seances'), sous(chemin, 'seances'), lireSeance(l, formateurs, nommees))
    const parId = new Map(seances.map((s) => [s.id, s]))
    const personnes = new Set<string>()
    const participants = l.suite(
      o.get('participants'),
      sous(chemin, 'participants'),
      (x, c): Participant | undefined => {
        const p = l.objet(x, c)
        if (!p) return undefined
        const personne = l.texte(p.get('personne'), sous(c, 'personne'))
        l.unique(personnes, personne, sous(c, 'personne'), 'participant')
        const statut = l.choix(p.get('statut'), sous(c, 'statut'), statutsStagiaire, 'statut')
        const presences = lirePresences(l, p.get('presences'), sous(c, 'presences'), parId, nommees)
        return personne !== undefined && statut ? { personne, statut, presences } : undefined
      },
    )
    if (id === undefined || !role || !objectif || nsf === undefined) return undefined
    return { id, role, modalite, objectif, nsf, seances, participants }
  }
