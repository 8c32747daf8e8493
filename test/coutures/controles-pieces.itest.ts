/**
 * Le dossier complet de la démonstration (offre, convention, convocations, feuilles, certificats, attestations, facture, chacune
 * émise par son geste) ne fait parler aucune règle. Puis un seul fait d’une pièce figée change, tiré d’une graine, et la
 * règle dite le trouve, elle seule.
 */
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { avecClient } from '#platform/db/roles.ts'
import { releverSession } from '../../src/modules/controles/gestes/relever.ts'
import type { InscriptionId } from '../../src/modules/emargement/domain/signer-demi-journee.ts'
import { emettreAttestations } from '../../src/modules/emargement/gestes/emettre-attestations.ts'
import { emettreCertificats } from '../../src/modules/emargement/gestes/emettre-certificats.ts'
import { hasardDe } from '../pannes/outils.ts'
import { servirInstance } from '../parcours/instance.ts'

const graine = Number(process.env.COFORME_GRAINE ?? Date.now() % 1_000_000_007)
const hasard = hasardDe(graine)
const jour = '2026-07-14T09:00:00+02:00'

let site: Awaited<ReturnType<typeof servirInstance>>
let ici: { organisme: OrganismeId; session: SessionId; inscriptions: InscriptionId[] }

const enBase = <T>(travail: (c: pg.Client) => Promise<T>): Promise<T> =>
  avecClient(site.grappe.connexion(site.grappe.administrateur, 'coforme'), travail)
const relever = async () => {
  const acces = { genre: 'tache', organisme: ici.organisme } as const
  const r = await site.instance.fond.db.withTenant(acces, (tx) =>
    releverSession(tx, ici.session, site.instance.services.clock.now()),
  )
  // Le récit fait signer toute une classe à la même seconde de sa tablette : ce constat-là est juste, et n’est pas d’une pièce.
  return (
    r?.constats.filter((c) => c.regle !== 'signatures-en-serie').map((c) => `${c.regle} : ${c.phrase}`) ?? [
      'session perdue',
    ]
  )
}

beforeAll(async () => {
  site = await servirInstance(jour, { demonstration: true })
  ici = await enBase(async (c) => {
    const { rows } = await c.query(
      `select s.organisme_id as organisme, s.id as session, array_agg(i.id order by i.id) as inscriptions
        from sessions.session s join organisme.organisme o using (organisme_id)
          join inscriptions.inscription i on i.organisme_id = s.organisme_id and i.session_id = s.id
        where o.code = 'langue-et-lien' and s.intitule like 'Espagnol%' group by 1, 2`,
    )
    return rows[0]
  })
  const acces = { genre: 'tache', organisme: ici.organisme } as const
  const certificats = await emettreCertificats(site.instance.fond, acces, ici.session)
  expect(certificats).toMatchObject({ ok: true, value: { emis: ici.inscriptions.length } })
  expect(await emettreAttestations(site.instance.fond, acces, ici.session, ici.inscriptions)).toMatchObject({
    refuses: 0,
  })
})
afterAll(() => site?.fermer())

/** Les pièces de ce genre que lit le contrôle de la session ; la première est tirée au sort. */
const tirerPiece = async (genre: string): Promise<string> => {
  const { rows } = await enBase((c) =>
    c.query<{ id: string }>(
      `select p.id from documents.piece p where p.organisme_id = $1 and p.genre = $2 and (
          p.objet_id = any ($3::uuid[])
          or p.objet_id in (select d.id from inscriptions.dossier d where d.organisme_id = $1 and d.session_id = $4)
          or p.id in (select f.piece_id from facturation.facture f where f.organisme_id = $1 and f.session_id = $4))
        order by p.id`,
      [ici.organisme, genre, ici.inscriptions, ici.session],
    ),
  )
  expect(rows.length, `une pièce de genre ${genre}`).toBeGreaterThan(0)
  return rows[Math.floor(hasard() * rows.length)]?.id ?? ''
}

/** Change un fait d’une pièce, relit, et rend la pièce comme elle était. */
const planter = async (genre: string, chemin: string, valeur: unknown): Promise<string[]> => {
  const id = await tirerPiece(genre)
  const avant = await enBase(async (c) => {
    const { rows } = await c.query<{ donnees: string; ancien: unknown }>(
      'select donnees, donnees::jsonb #> $2::text[] as ancien from documents.piece where id = $1',
      [id, chemin],
    )
    expect(rows[0]?.ancien, `${genre} dit ${chemin}`).not.toBeUndefined()
    expect(rows[0]?.ancien).not.toBeNull()
    await c.query(
      'update documents.piece set donnees = jsonb_set(donnees::jsonb, $2::text[], $3::jsonb)::text where id = $1',
      [id, chemin, JSON.stringify(valeur)],
    )
    return rows[0]?.donnees
  })
  try {
    return await relever()
  } finally {
    await enBase((c) => c.query('update documents.piece set donnees = $2 where id = $1', [id, avant]))
  }
}

const tot = '2026-06-30'
const tard = '2026-07-29'
const fautes: readonly (readonly [regle: string, genre: string, chemin: string, valeur: unknown])[] = [
  ['intitule-concordant', 'convention', '{action,intitule}', 'Espagnol'],
  ['intitule-concordant', 'convocation', '{action,intitule}', 'Espagnol'],
  ['intitule-concordant', 'certificat-realisation', '{action,intitule}', 'Espagnol'],
  ['intitule-concordant', 'attestation', '{action,intitule}', 'Espagnol'],
  ['intitule-concordant', 'facture', '{action,intitule}', 'Espagnol'],
  ['dates-concordantes', 'convention', '{action,debut}', tot],
  ['dates-concordantes', 'convocation', '{action,fin}', tard],
  ['dates-concordantes', 'certificat-realisation', '{action,debut}', tot],
  ['dates-concordantes', 'attestation', '{action,fin}', tard],
  ['dates-concordantes', 'facture', '{periode,du}', tot],
  ['dates-concordantes', 'facture', '{periode,au}', tard],
  ['lieu-concordant', 'convention', '{action,lieu}', 'salle Perec'],
  ['lieu-concordant', 'convocation', '{action,lieu,nom}', 'salle Perec'],
  ['lieu-concordant', 'certificat-realisation', '{action,lieu}', 'salle Perec'],
  ['lieu-concordant', 'facture', '{action,lieu}', 'salle Perec'],
  ['heures-concordantes', 'convention', '{action,minutes}', 300],
  ['heures-concordantes', 'convocation', '{action,minutes}', 300],
  ['heures-attestation', 'attestation', '{action,minutesSuivies}', 300],
  ['horaires-concordants', 'convention', '{action,seances,0,debut}', '09:30'],
  ['horaires-concordants', 'convocation', '{action,seances,1,fin}', '17:30'],
  ['nature-concordante', 'certificat-realisation', '{action,nature}', 'bilan'],
]

describe(`Le dossier complet de la démonstration (graine ${graine})`, () => {
  it('ne fait parler aucune règle, et chacune a de quoi répondre', async () => {
    expect(await relever()).toEqual([])
    const acces = { genre: 'tache', organisme: ici.organisme } as const
    const r = await site.instance.fond.db.withTenant(acces, (tx) =>
      releverSession(tx, ici.session, site.instance.services.clock.now()),
    )
    expect(r?.nonVerifiables).toEqual([])
  })
  it.each(fautes)('%s : %s, %s', async (regle, genre, chemin, valeur) => {
    const trouves = await planter(genre, chemin, valeur)
    expect(trouves).toEqual([expect.stringMatching(new RegExp(`^${regle} : `))])
  })
  it('heures-facture : une facture compte une heure de plus', async () => {
    const cible = ici.inscriptions[Math.floor(hasard() * ici.inscriptions.length)]
    const changer = (minutes: number) =>
      enBase((c) =>
        c.query(
          'update facturation.heures set minutes = minutes + $2 where organisme_id = $1 and inscription_id = $3',
          [ici.organisme, minutes, cible],
        ),
      )
    await changer(60)
    try {
      expect(await relever()).toEqual([expect.stringMatching(/^heures-facture\s: /)])
    } finally {
      await changer(-60)
    }
    expect(await relever()).toEqual([])
  })
})
