import { asId, type OrganismeId, type PersonneId } from '#kernel/id.ts'
import { lireDestinataire } from '#modules/comptes/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { accueillir, lirePole, mandatsDuPole, type PoleId } from '../db/poles.ts'
import { noterEnvoi } from '../db/reunions.ecritures.ts'
import { lireReunion, listerReunions, pointsDe } from '../db/reunions.ts'
import { bienvenue, invitation } from '../documents/courriels.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import { reunionUrl } from '../liens.ts'

const lire = <T extends string>(v: unknown) => (typeof v === 'string' ? asId(v) : undefined) as T | undefined

/** Invite chaque personne mandatée, une fois : l'envoi se note dans la transaction qui dépose le message. */
export const inviter: JobHandler = async (payload, services) => {
  const { db, clock, config } = services
  const pole = lire<PoleId>(payload.pole)
  const reunion = lire<ReunionId>(payload.reunion)
  if (!pole || !reunion) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const mandats = (await db.withTenant(acces, (tx) => mandatsDuPole(tx, pole))) ?? []
  const vus = new Set<string>()
  for (const m of mandats) {
    if (vus.has(m.compte)) continue
    const a = await lireDestinataire(db, m.compte, m.organisme)
    // Partie de sa coopérative, ou pas encore entrée : elle ne parle plus pour elle.
    if (!a?.membre || !a.acceptee || !isMailAddress(a.courriel)) continue
    vus.add(m.compte)
    await db.withTenant(acces, async (tx) => {
      const [lu, r] = [await lirePole(tx, pole), await lireReunion(tx, pole, reunion)]
      if (!lu || r?.etat !== 'convoquee' || !(await noterEnvoi(tx, pole, reunion, m.compte, clock.now())))
        return
      const points = (await pointsDe(tx, pole, reunion)).slice(0, 12).map((p) => p.titre)
      const message = invitation(lu, r, points, a, config.origine)
      await sendLater(tx, services, {
        ...message,
        avis: {
          organisme: m.organisme,
          genre: 'reunion',
          phrase: `${lu.nom} vous invite\u00a0: ${message.objet}`,
          href: reunionUrl({ pole, reunion }),
        },
      })
    })
  }
}

/** La bienvenue d'une coopérative visée, à qui parle pour elle ; une fois par adhésion. */
export const accueillirCooperative: JobHandler = async (payload, services) => {
  const { db, clock, config } = services
  const pole = lire<PoleId>(payload.pole)
  const cooperative = lire<OrganismeId>(payload.cooperative)
  if (!pole || !cooperative) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const mandats = (await db.withTenant(acces, (tx) => mandatsDuPole(tx, pole))) ?? []
  const titulaire: PersonneId | undefined = mandats.find(
    (m) => m.organisme === cooperative && m.role === 'titulaire',
  )?.compte
  const a = titulaire && (await lireDestinataire(db, titulaire, cooperative))
  if (!a?.membre || !isMailAddress(a.courriel)) return
  await db.withTenant(acces, async (tx) => {
    const lu = await lirePole(tx, pole)
    if (!lu || !(await accueillir(tx, pole, cooperative, clock.now()))) return
    const animation = mandats.filter((m) => m.role === 'animation').map((m) => m.nom)
    const prochaine = (await listerReunions(tx, pole))
      .filter((r) => r.etat === 'convoquee' && r.fin && r.fin > clock.now())
      .at(-1)
    await sendLater(tx, services, bienvenue(lu, animation, prochaine, a, config.origine))
  })
}
