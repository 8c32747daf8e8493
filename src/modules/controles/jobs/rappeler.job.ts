import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, HEURE_DU_MATIN } from '#kernel/heures.ts'
import type { PersonneId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { heureLocale } from '#kernel/zones.ts'
import {
  envoyerLesLiens,
  fenetreDe,
  feuillesOuvertes,
  feuilleUrl,
  lireCases,
  lireDemis,
} from '#modules/emargement/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession } from '#modules/sessions/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { pourChacune } from '#platform/jobs/tournee.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { prendreEnvoi } from '../db/assiduite.ecritures.ts'
import { feuillesARappeler, lireReglage, seancesFraiches, sessionsAvecAbsences } from '../db/assiduite.ts'
import { envoyerAvis } from '../gestes/avis.ts'
import type { PrisesControles } from '../prises.ts'

export const tacheRappeler = 'controles.rappeler'
export const tourneeRappels = 'controles.rappels'

export const rappels: SystemJobHandler = pourChacune(async (tx, organisme) => {
  // Rien ne part seul tant que la coopérative ne l’a pas demandé : la plupart des tournées s’arrêtent ici.
  if (Object.values(await lireReglage(tx)).some(Boolean))
    await enqueue(tx, tacheRappeler, { organisme }, { cle: 'rappels' })
})

type Acces = { readonly genre: 'tache'; readonly organisme: Parameters<JobHandler>[0]['organisme'] }

/**
 * Un lien de plus à qui n’a pas signé, la demi-journée finie et la fenêtre encore ouverte ; une fois par case, sauf à qui l’on a arrêté
 * d’écrire : son rappel n’est pas pris, et part si l’on reprend dans la fenêtre. La ligne est
 * prise avant l’envoi : arrêtée entre les deux, la tâche oublie un rappel plutôt que d’en envoyer deux.
 */
const rappelerStagiaires = async (
  { arrets }: PrisesControles,
  services: Services,
  acces: Acces,
): Promise<void> => {
  const { db, clock } = services
  const le = clock.now()
  for (const ou of (await db.withTenant(acces, (tx) => seancesFraiches(tx, le))) ?? []) {
    const aRappeler =
      (await db.withTenant(acces, async (tx) => {
        const demi = (await lireDemis(tx, ou.session)).find((d) => d.seance.id === ou.seance)
        if (!demi || le > fenetreDe(demi.seance).fermeLe) return []
        const arrete = await arrets(tx, ou.session)
        if (arrete('rappel-signature')) return []
        const cases = await lireCases(tx, { ...ou, sansPrive: true })
        const prises = []
        for (const c of cases.filter((x) => x.presence.etat === 'attendue' && x.personne.courriel))
          if (
            !arrete('rappel-signature', c.personne.id) &&
            (await prendreEnvoi(tx, {
              genre: 'rappel-stagiaire',
              cle: `${c.inscription}:${ou.seance}`,
              activite: demi.activite,
              ...ou,
              inscription: c.inscription,
              le,
            }))
          )
            prises.push(c.inscription)
        return prises
      })) ?? []
    // Le journal le dit parti seul : personne n’a pressé de bouton.
    for (const inscription of aRappeler)
      await envoyerLesLiens(
        services,
        { acces, id: '' as PersonneId, nom: 'rappel', seul: true },
        { ...ou, inscription },
      )
  }
}

/** La feuille d’hier reste ouverte : un mot à qui l’a animée, une fois. */
const rappelerFormateurs = async (
  { arrets }: PrisesControles,
  services: Services,
  acces: Acces,
): Promise<void> => {
  const { db, clock, config } = services
  const le = clock.now()
  await db.withTenant(acces, async (tx) => {
    const organisme = await lireOrganisme(tx)
    const feuilles = await feuillesARappeler(tx, le, await feuillesOuvertes(tx, le, 200))
    for (const [session, siennes] of Map.groupBy(feuilles, (f) => f.session)) {
      const arrete = await arrets(tx, session)
      for (const f of siennes)
        for (const p of f.gens) {
          // Arrêté, le rappel n’est pas pris : il part quand on reprend, si la feuille est encore à clore.
          if (!isMailAddress(p.courriel) || arrete('feuille', p.personne)) continue
          const pris = await prendreEnvoi(tx, {
            genre: 'rappel-formateur',
            cle: `${p.personne}:${f.seance}`,
            activite: f.activite,
            session: f.session,
            seance: f.seance,
            le,
          })
          if (!pris) continue
          const quand = `${formaterDate(f.jour, 'complet')}, ${formaterCreneau(f.debut, f.fin)}`
          await sendLater(tx, services, {
            a: p.courriel,
            objet: `Feuille à clore\u00a0: ${quand}`,
            texte: `${saluer(p.prenom)}

La feuille de «\u00a0${f.intitule}\u00a0», ${quand}, n’est pas close. Il reste à statuer sur qui n’a pas signé, puis à la signer.

${config.origine}${feuilleUrl({ session: f.session, seance: f.seance })}

${organisme.nom}
`,
            deLaPart: organisme.nom,
            suivi: {
              organisme: acces.organisme,
              activite: f.activite,
              etape: 'feuille',
              session: f.session,
              personne: p.personne,
              seul: true,
            },
            avis: {
              organisme: acces.organisme,
              genre: 'feuille',
              phrase: `La feuille de «\u00a0${f.intitule}\u00a0», ${quand}, n’est pas close.`,
              href: feuilleUrl({ session: f.session, seance: f.seance }),
            },
          })
          await consigner(tx, {
            activite: f.activite,
            faitLe: le,
            module: 'controles',
            geste: 'rappeler-feuille',
            objet: { genre: 'session', id: f.session },
            phrase: `Un rappel part à {tiers:${p.personne}} : une feuille de {session:${f.session}} n’est pas close.`,
          })
        }
    }
  })
}

export const rappelerOrganisme =
  (prises: PrisesControles): JobHandler =>
  async ({ organisme }, services) => {
    const acces = { genre: 'tache', organisme } as const
    const { db, clock } = services
    const lu = await db.withTenant(acces, async (tx) => ({
      reglage: await lireReglage(tx),
      zone: (await lireOrganisme(tx)).zone,
    }))
    if (!lu) return
    const { reglage, zone } = lu
    // Le lien de plus suit sa demi-journée ; le reste attend l’heure où l’on écrit : douze heures après la fin, il est cinq heures du matin.
    if (reglage.rappelStagiaire) await rappelerStagiaires(prises, services, acces)
    if (heureLocale(clock.now(), zone).minute < HEURE_DU_MATIN * 60) return
    if (reglage.rappelFormateur) await rappelerFormateurs(prises, services, acces)
    const genres = [
      ...(reglage.avisEmployeur ? (['avis-employeur'] as const) : []),
      ...(reglage.avisFinanceur ? (['avis-financeur'] as const) : []),
    ]
    if (genres.length === 0) return
    for (const id of (await db.withTenant(acces, (tx) => sessionsAvecAbsences(tx, clock.now()))) ?? [])
      await db.withTenant(acces, async (tx) => {
        const session = await lireSession(tx, id)
        if (session) await envoyerAvis(prises, services, tx, session, genres, true)
      })
  }
