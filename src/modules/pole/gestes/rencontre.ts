/** Ce qui se fait à une rencontre, une fonction par bouton. Le droit est jugé avant : la page sait qui anime et qui participe. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { newId } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { clore } from '../db/decisions.ecritures.ts'
import {
  changerReunion,
  direEnjeu,
  noterPresences,
  ouvrirTheme,
  proposerPoint,
  rangerEnjeu,
  repondre,
} from '../db/reunions.ecritures.ts'
import { type Point, reponsesA, type Theme, themesDe, tourDeTable } from '../db/reunions.ts'
import { peser } from '../db/sondages.ecritures.ts'
import { creneauxDe } from '../db/sondages.ts'
import { ouvrirGroupe, prendreEngagement, proposerAmendement } from '../db/suites.ecritures.ts'
import { type Amendement, type Engagement, type Groupe, groupesDu } from '../db/suites.ts'
import { participantsDe } from '../db/travaux.ts'
import {
  amendable,
  avancerCompteRendu,
  type EtatCompteRendu,
  type RefusCompteRendu,
  recitOuvert,
} from '../domain/compte-rendu.ts'
import { lirePesee } from '../domain/pesee.ts'
import {
  accepterReponse,
  annulable,
  type DitSaVenue,
  direTenue,
  lireThemes,
  ordreDuJourOuvert,
  personneNommee,
  peseeOuverte,
  presencesOuvertes,
  type Reunion,
  tourDeTableOuvert,
} from '../domain/rencontre.ts'
import { tacheChangement } from '../domain/taches.ts'
import type { Depuis } from '../lecture/regard.ts'

type Fait<T = null, C extends string = string> = Promise<Result<T, Refus<C>>>

export const repondreALInvitation = async (
  { tx, r, visiteur, le }: Depuis,
  u: Reunion,
  dit: DitSaVenue,
): Fait => {
  const ouis = u.jauge === null ? [] : (await reponsesA(tx, r.pole.id, u.id)).filter((x) => x.dit === 'oui')
  const juge = accepterReponse(u, dit, {
    prises: ouis.length,
    mienne: ouis.some((x) => x.compte === visiteur.personneId && x.organisme === r.moi),
  })
  if (juge.ok)
    await repondre(tx, r.pole.id, u.id, { compte: visiteur.personneId, nom: visiteur.nom, dit }, le)
  return juge
}

export const ajouterUnPoint = async (
  { tx, r, visiteur, le }: Depuis,
  u: Reunion,
  p: Pick<Point, 'id' | 'titre' | 'minutes'>,
): Fait => {
  const juge = ordreDuJourOuvert(u)
  if (juge.ok)
    await proposerPoint(tx, r.pole.id, u.id, { ...p, titre: uneLigne(p.titre), par: visiteur.nom }, le)
  return juge
}

export const ajouterUnEnjeu = async (
  { tx, r, visiteur, le }: Depuis,
  u: Reunion,
  e: { readonly id: Id<'Enjeu'>; readonly texte: string },
): Fait => {
  const juge = tourDeTableOuvert(u)
  if (juge.ok) await direEnjeu(tx, r.pole.id, u.id, { ...e, texte: uneLigne(e.texte), par: visiteur.nom }, le)
  return juge
}

/** Rend le nombre de thèmes ajoutés : aucun si tous y étaient. */
export const nommerLesThemes = async ({ tx, r, le }: Depuis, u: Reunion, dits: string): Fait<number> => {
  const lus = lireThemes(
    dits,
    (await themesDe(tx, r.pole.id, u.id)).map((t) => t.nom),
  )
  if (!lus.ok) return lus
  // Un instant de plus à chacun : ils gardent l'ordre où ils sont écrits.
  for (const [i, nom] of lus.value.entries())
    await ouvrirTheme(tx, r.pole.id, u.id, { id: newId<'Theme'>(le), nom }, new Date(le.getTime() + i))
  return ok(lus.value.length)
}

export const rangerLesEnjeux = async (
  { tx, r }: Depuis,
  u: Reunion,
  rangements: readonly { readonly enjeu: Id<'Enjeu'>; readonly theme?: Id<'Theme'> | undefined }[],
): Fait => {
  const enjeux = new Set<string>((await tourDeTable(tx, r.pole.id, u.id)).map((e) => e.id))
  const themes = new Set<string>((await themesDe(tx, r.pole.id, u.id)).map((t) => t.id))
  if (rangements.some(({ enjeu, theme }) => !enjeux.has(enjeu) || (theme && !themes.has(theme))))
    return refuser('ailleurs', 'Un enjeu ou un thème n’est pas de cette rencontre.')
  for (const { enjeu, theme } of rangements) await rangerEnjeu(tx, r.pole.id, enjeu, theme ?? null)
  return ok(null)
}

export const peserLesThemes = async (
  { tx, r, visiteur, le }: Depuis,
  u: Reunion,
  points: readonly { readonly theme: Id<'Theme'>; readonly points: number }[],
): Fait => {
  const ouverte = peseeOuverte(u)
  if (!ouverte.ok) return ouverte
  const lue = lirePesee(
    (await themesDe(tx, r.pole.id, u.id)).map((t) => t.id),
    points,
  )
  if (!lue.ok) return lue
  await peser(tx, r.pole.id, u.id, { ...lue.value, par: visiteur.nom }, le)
  return ok(null)
}

/** Un groupe de travail part d'un thème. Rend le nom du thème, et si le groupe existait déjà. */
export const ouvrirLeGroupeDuTheme = async (
  { tx, r, le }: Depuis,
  u: Reunion,
  g: Pick<Groupe, 'id' | 'mandat' | 'pilote' | 'echeance'> & { readonly theme: Theme['id'] },
): Fait<{ readonly nom: string; readonly deja: boolean }, 'theme'> => {
  const theme = (await themesDe(tx, r.pole.id, u.id)).find((t) => t.id === g.theme)
  if (!theme) return refuser('theme', 'Ce thème n’est pas de cette rencontre.')
  const deja = (await groupesDu(tx, r.pole.id)).some((x) => x.theme === theme.id)
  if (!deja) await ouvrirGroupe(tx, r.pole.id, { ...g, nom: theme.nom, pilote: uneLigne(g.pilote) }, le)
  return ok({ nom: theme.nom, deja })
}

/** Remplace ce qui avait été noté ; une coopérative qui n'est pas du pôle est laissée de côté. */
export const noterQuiEtaitLa = async (
  { tx, r }: Depuis,
  u: Reunion,
  dit: {
    readonly presences: readonly { readonly cooperative: string; readonly personnes: number }[]
    readonly invites: string
  },
): Fait => {
  const juge = presencesOuvertes(u)
  if (!juge.ok) return juge
  const lues = new Map(dit.presences.map((p) => [p.cooperative, p.personnes]))
  const presentes = r.membres.flatMap((m) => {
    const personnes = m.etat === 'active' ? (lues.get(m.organisme) ?? 0) : 0
    return personnes > 0 ? [{ organisme: m.organisme, personnes }] : []
  })
  await noterPresences(tx, r.pole.id, u.id, presentes)
  await changerReunion(tx, r.pole.id, u.id, { invites: uneLigne(dit.invites) })
  return ok(null)
}

export const ecrireLeRecit = async ({ tx, r }: Depuis, u: Reunion, recit: string): Fait => {
  const juge = recitOuvert(u)
  if (juge.ok) await changerReunion(tx, r.pole.id, u.id, { recit })
  return juge
}

export const amenderLeRecit = async (
  { tx, r, visiteur, le }: Depuis,
  u: Reunion,
  a: Pick<Amendement, 'id' | 'texte'>,
): Fait => {
  const juge = amendable(u)
  if (juge.ok) await proposerAmendement(tx, r.pole.id, u.id, { ...a, par: visiteur.nom }, le)
  return juge
}

/** Rend vrai si un courriel le rappellera : il y a un jour, et le pôle connaît la personne. */
export const prendreUnEngagement = async (
  { tx, r, visiteur, le }: Depuis,
  u: Reunion,
  e: Pick<Engagement, 'id' | 'quoi' | 'qui'> & { readonly pour: DateCivile | null },
): Promise<boolean> => {
  const personne = personneNommee(e.qui, [
    { nom: visiteur.nom, organisme: r.moi, compte: visiteur.personneId },
    ...r.mandats,
    ...(await participantsDe(tx, r.pole.id)),
  ])
  await prendreEngagement(
    tx,
    r.pole.id,
    { ...e, reunion: u.id, quoi: uneLigne(e.quoi), qui: uneLigne(e.qui), personne },
    le,
  )
  return personne !== undefined && e.pour !== null
}

export const direQuElleSEstTenue = async ({ tx, r, le }: Depuis, u: Reunion): Fait<'tenue' | 'deja'> => {
  const juge = direTenue(u, le)
  if (juge.ok && juge.value === 'tenue') await changerReunion(tx, r.pole.id, u.id, { etat: 'tenue' })
  return juge
}

/** Annule, et ferme le vote qui cherchait sa date. Rend vrai si des personnes étaient convoquées : un courriel le leur dit. */
export const annulerLaRencontre = async ({ tx, r, le }: Depuis, u: Reunion, motif: string): Fait<boolean> => {
  const juge = annulable(u)
  if (!juge.ok) return juge
  await changerReunion(tx, r.pole.id, u.id, { etat: 'annulee', motif })
  const vote = (await creneauxDe(tx, r.pole.id, u.id))[0]?.decision
  if (vote && u.etat === 'dates') await clore(tx, r.pole.id, vote, 'La rencontre est annulée.', le)
  const convoquee = u.etat === 'convoquee'
  if (convoquee) await enqueue(tx, tacheChangement, { organisme: r.moi, pole: r.pole.id, reunion: u.id })
  return ok(convoquee)
}

/** Mène le compte rendu à son état suivant. `deja` : il y était. */
export const avancerLeCompteRendu = async (
  { tx, r, le }: Depuis,
  u: Reunion,
  vers: EtatCompteRendu,
): Promise<Result<EtatCompteRendu | 'deja', RefusCompteRendu>> => {
  if (u.compteRendu === vers) return ok('deja')
  const avance = avancerCompteRendu(u, vers, le)
  if (avance.ok)
    await changerReunion(tx, r.pole.id, u.id, {
      compteRendu: avance.value,
      ...(avance.value === 'amendement' ? { amendementLe: le } : {}),
    })
  return avance
}
