import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { listerDecisions } from '../db/decisions.ts'
import { membresDuPole, type Pole } from '../db/poles.ts'
import { publierRetour } from '../db/retours.ecritures.ts'
import { changerReunion } from '../db/reunions.ecritures.ts'
import { lireReunion, listerReunions, pointsDe, presencesA, themesDe } from '../db/reunions.ts'
import { peseesDe } from '../db/sondages.ts'
import { engagementsDu, groupesDu } from '../db/suites.ts'
import { avancerCompteRendu } from '../domain/compte-rendu.ts'
import { parPoids, peserThemes } from '../domain/pesee.ts'
import type { Reunion } from '../domain/rencontre.ts'
import { adresseDuRetour, chapoDuRetour, type RetourSur, titreDuRetour } from '../domain/retour-sur.ts'
import { tacheRetour } from '../domain/taches.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

/** La page « Retour sur… » telle que la réunion la dit aujourd'hui : rien ne s'y retape. */
export const composerRetour = async (tx: TenantTx, pole: Pole, reunion: Reunion): Promise<RetourSur> => {
  const themes = await themesDe(tx, pole.id, reunion.id)
  const points = await pointsDe(tx, pole.id, reunion.id)
  const presences = await presencesA(tx, pole.id, reunion.id)
  const noms = new Map((await membresDuPole(tx, pole.id)).map((m) => [m.organisme, m.nom]))
  const decisions = await listerDecisions(tx, pole.id)
  const engagements = await engagementsDu(tx, pole.id, reunion.id)
  const pesees = await peseesDe(tx, pole.id, reunion.id)
  const groupes = await groupesDu(tx, pole.id)
  const suivante = (await listerReunions(tx, pole.id))
    .filter((r) => r.rang > reunion.rang && r.etat !== 'annulee' && r.debut)
    .at(-1)
  // Ce que les coopératives ont pesé le plus vient d'abord.
  const ranges = parPoids(
    themes,
    peserThemes(
      themes.map((t) => t.id),
      pesees,
    ),
  )
  const sujets = (themes.length > 0 ? ranges.map((t) => t.nom) : points.map((p) => p.titre)).slice(0, 20)
  const personnes = presences.reduce((n, p) => n + p.personnes, 0)
  const cooperatives = presences
    .flatMap((p) => noms.get(p.organisme) ?? [])
    .toSorted((a, b) => a.localeCompare(b, 'fr'))
  return {
    titre: titreDuRetour(pole.nom, reunion.rang),
    chapo: chapoDuRetour({ cooperatives: presences.length, personnes, hote: reunion.hote, sujets }),
    pole: pole.nom,
    code: pole.code,
    courriel: pole.courriel,
    rang: reunion.rang,
    jour: jourLocal(reunion.debut ?? new Date(0), reunion.zone),
    hote: reunion.hote,
    recit: reunion.recit,
    cooperatives,
    personnes,
    invites: reunion.invites,
    sujets,
    decisions: decisions
      // Le choix d'une date n'est pas une décision à raconter : la rencontre a eu lieu.
      .filter((d) => d.reunion === reunion.id && d.etat === 'close' && d.genre !== 'dates')
      .map((d) => ({ titre: d.titre, issue: d.issue ?? '' })),
    engagements: engagements
      .filter((e) => e.etat !== 'abandonne')
      .map((e) => ({ quoi: e.quoi, pour: e.pour })),
    groupes: ranges.flatMap((t) =>
      groupes.filter((g) => g.theme === t.id).map((g) => ({ nom: g.nom, mandat: g.mandat })),
    ),
    prochaine:
      suivante?.debut && suivante.fin
        ? {
            debut: suivante.debut.toISOString(),
            zone: suivante.zone,
            hote: suivante.hote,
            lieu: suivante.lieu,
          }
        : null,
  }
}

/** Publie le retour, ou une version de plus. Le compte rendu doit être validé : on ne publie pas ce qui s'amende. */
export const publier = async (
  { tx, r: { pole, moi }, visiteur, le }: Depuis,
  id: Reunion['id'],
  jeton: Id<'Retour'>,
): Promise<Result<{ adresse: string }, Refus<string>>> => {
  const reunion = await lireReunion(tx, pole.id, id, { verrouiller: true })
  if (!reunion?.debut) return refuser('introuvable', 'Cette réunion n’a pas de date.')
  if (!pole.public)
    return refuser('prive', 'Ce pôle ne se montre qu’à ses membres : son retour ne se publie pas.')
  if (reunion.compteRendu !== 'publie') {
    const avance = avancerCompteRendu(reunion, 'publie', le)
    if (!avance.ok)
      return avance.error.code === 'passage-impossible'
        ? refuser('pas-valide', 'Le compte rendu se valide avant de se publier.')
        : avance
  }
  const contenu = await composerRetour(tx, pole, reunion)
  const adresse = adresseDuRetour(pole.code, reunion.rang, contenu.jour)
  await publierRetour(tx, { id: jeton, pole: pole.id, reunion: id, adresse, contenu }, le)
  await changerReunion(tx, pole.id, id, { compteRendu: 'publie' })
  // Qui l'a demandé le reçoit, une fois : une version de plus n'écrit pas de nouveau.
  await enqueue(tx, tacheRetour, { organisme: moi, pole: pole.id, reunion: id })
  await noter(
    tx,
    visiteur,
    pole.id,
    'publier-retour',
    `Le retour d’une rencontre de {pole:${pole.id}} est publié.`,
    le,
  )
  return ok({ adresse })
}
