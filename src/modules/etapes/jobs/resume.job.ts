/** Ce que chaque membre apprend par courriel : aussitôt, dans son résumé du matin, ou jamais. Une fois, et rien quand il n’y a rien. */

import type { DateCivile } from '#kernel/dates.ts'
import { saluer } from '#kernel/texte.ts'
import { heureLocale } from '#kernel/zones.ts'
import type { Adhesion } from '#modules/comptes/index.ts'
import { estCae, lireOrganisme, type OrganismeLu, peutVisiteur } from '#modules/organisme/index.ts'
import { affaireUrl } from '#modules/qualite/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { direAFaire } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { avertissementsUrl } from '#web/links.ts'
import {
  compterResume,
  dire,
  oublierLesAnciens,
  prendreDiffere,
  prendreResume,
} from '../db/avis.ecritures.ts'
import { lireTousLesChoix, membresAu, resumesDuJour } from '../db/avis.ts'
import { reclamationsNeuves } from '../db/tournee.queries.ts'
import {
  asGenreAvis,
  type Choix,
  composerResume,
  type GenreAvis,
  HEURE_DU_RESUME,
  type LigneDAvis,
  listeGenresDAvis,
  quandPour,
} from '../domain/avis.ts'
import type { PrisesEtapes } from '../prises.ts'

export const tourneeAvis = 'etapes.avis'
export const tacheAvis = 'etapes.avis-organisme'

export const tourneeDesAvis: SystemJobHandler = uneTacheChacune(tacheAvis, 'avis')

/** Les genres que l’on tire de ce qui attend la personne ; les autres arrivent par un message qu’elle a différé. */
const tires: readonly GenreAvis[] = ['visa', 'reclamation', 'reponse', 'courriel-refuse']
const JOURS_D_UNE_RECLAMATION = 14
const JOURS_DE_MEMOIRE = 90

/** La personne, telle qu’une page la connaîtrait : ses rôles, sa portée, et rien de plus. */
const regardDe = (
  organisme: NonNullable<Visiteur['organisme']>,
  cae: boolean,
  m: Adhesion,
  acces: Visiteur['acces'],
): Visiteur => ({
  ...(cae ? { cae } : {}),
  acces,
  personneId: m.compte,
  nom: `${m.prenom} ${m.nom}`,
  organisme,
  roles: m.roles,
  assistance: false,
  administreInstance: false,
})

/** Ce qui attend cette personne, chaque chose avec son genre ; « a-faire » est la liste entière. */
const choses = async (
  prises: PrisesEtapes,
  tx: TenantTx,
  visiteur: Visiteur,
  maintenant: Date,
  quoi: 'tout' | 'avis',
): Promise<readonly (LigneDAvis & { readonly cle: string })[]> => {
  const liste = await prises.aFaire(tx, { visiteur, maintenant }, quoi)
  const lignes = liste.flatMap((x) => {
    const chose = direAFaire(x)
    const phrase = `${chose}. ${x.detail}`
    const genre = asGenreAvis(x.avis)
    return [
      { genre: 'a-faire' as const, phrase, href: x.href, cle: x.href },
      // Le compte d’une liste fait partie de la chose : « 3 autres réponses » puis « 4 » font deux avis.
      ...(genre ? [{ genre, phrase, href: x.href, cle: `${x.href}|${chose}` }] : []),
    ]
  })
  const plaintes = peutVisiteur(visiteur, 'qualite.lire')
    ? await reclamationsNeuves(tx, new Date(maintenant.getTime() - JOURS_D_UNE_RECLAMATION * 86_400_000))
    : []
  return [
    ...lignes,
    ...plaintes.map((p) => ({
      genre: 'reclamation' as const,
      phrase: `Une réclamation attend une réponse${p.intitule ? `\u00a0: ${p.intitule}` : ''}.`,
      href: affaireUrl({ affaire: p.id }),
      cle: p.id,
    })),
  ]
}

export const avertirOrganisme =
  (prises: PrisesEtapes): JobHandler =>
  async ({ organisme }, services) => {
    const { db, clock } = services
    const le = clock.now()
    const acces = { genre: 'tache', organisme } as const
    const lu = await db.withTenant(acces, async (tx) => {
      const maison = await lireOrganisme(tx)
      const { date, minute } = heureLocale(le, maison.zone)
      return {
        maison,
        jour: date,
        matin: minute >= HEURE_DU_RESUME * 60,
        membres: await membresAu(tx, date),
        choix: await lireTousLesChoix(tx),
        faits: await resumesDuJour(tx, date),
      }
    })
    if (!lu) return
    for (const m of lu.membres) {
      if (!isMailAddress(m.courriel)) continue
      const choix = lu.choix.get(m.compte) ?? {}
      const presse = tires.some((g) => quandPour(choix, g) === 'aussitot')
      const duJour = lu.matin && !lu.faits.has(m.compte)
      if (!presse && !duJour) continue
      // Sa portée, pas celle de la tâche : dans une CAE, on ne lit que ses enseignes.
      const sien = { ...acces, portee: m.portee } as const
      const visiteur = regardDe(
        { id: organisme, code: '', nom: lu.maison.nom },
        estCae(lu.maison.forme),
        m,
        sien,
      )
      await db.withTenant(sien, async (tx) => {
        // La liste entière, une fois par jour ; entre-temps, seulement ce qui peut partir aussitôt.
        const vues = await choses(prises, tx, visiteur, le, duJour ? 'tout' : 'avis')
        if (presse) await direAussitot(services, tx, m, choix, vues, lu.maison, le)
        if (duJour) await resumer(services, tx, m, choix, vues, { ...lu, le })
      })
    }
    if (lu.matin)
      await db.withTenant(acces, (tx) =>
        oublierLesAnciens(tx, new Date(le.getTime() - JOURS_DE_MEMOIRE * 86_400_000)),
      )
  }

const direAussitot = async (
  services: Services,
  tx: TenantTx,
  m: Adhesion,
  choix: Choix,
  vues: Awaited<ReturnType<typeof choses>>,
  maison: OrganismeLu,
  le: Date,
): Promise<void> => {
  for (const v of vues) {
    if (!tires.includes(v.genre) || quandPour(choix, v.genre) !== 'aussitot') continue
    if (!(await dire(tx, { ...v, a: m, le }))) continue
    await sendLater(tx, services, {
      a: m.courriel,
      deLaPart: maison.nom,
      objet: v.phrase.slice(0, 150),
      texte: `${saluer(m.prenom)}

${v.phrase}
${services.config.origine}${v.href}

Choisir ce que Coforme vous écrit\u00a0: ${services.config.origine}${avertissementsUrl()}

${maison.nom}
`,
    })
  }
}

const resumer = async (
  services: Services,
  tx: TenantTx,
  m: Adhesion,
  choix: Choix,
  vues: Awaited<ReturnType<typeof choses>>,
  lu: { readonly maison: OrganismeLu; readonly jour: DateCivile; readonly le: Date },
): Promise<void> => {
  // D’abord la place : un second ouvrier s’arrête ici, sans avoir rien marqué comme dit.
  if (!(await prendreResume(tx, m.compte, lu.jour, lu.le))) return
  const voulus = new Set(listeGenresDAvis.filter((g) => quandPour(choix, g) === 'jour'))
  // Une chose déjà dite dans un résumé ne l’est pas le lendemain : seule la liste du jour se redit, c’est sa raison d’être.
  const neuves: LigneDAvis[] = []
  for (const v of vues) {
    if (!voulus.has(v.genre)) continue
    if (v.genre === 'a-faire' || (await dire(tx, { ...v, a: m, le: lu.le }))) neuves.push(v)
  }
  // Que le courriel ne dit jamais : la page de nouvelles le garde.
  for (const v of vues)
    if (v.genre !== 'a-faire' && quandPour(choix, v.genre) === 'jamais')
      await dire(tx, { ...v, a: m, le: lu.le })
  const differees = await prendreDiffere(tx, m, lu.le)
  const dites = new Set(neuves.filter((v) => v.genre !== 'a-faire').map((v) => v.href))
  const lignes = [
    // Nommée sous son genre, une chose ne se répète pas dans la liste.
    ...neuves.filter((v) => v.genre !== 'a-faire' || !dites.has(v.href)),
    ...differees.filter((v) => quandPour(choix, v.genre) !== 'jamais'),
  ]
  await compterResume(tx, m.compte, lu.jour, lignes.length)
  const message = composerResume(
    {
      prenom: m.prenom,
      organisme: lu.maison.nom,
      origine: services.config.origine,
      reglages: avertissementsUrl(),
    },
    lignes,
  )
  if (message) await sendLater(tx, services, { a: m.courriel, deLaPart: lu.maison.nom, ...message })
}
