/** Délégués et discipline sur une vraie base : ce que les pages gardent, refusent, et à qui elles s’ouvrent. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { moduleDocuments, type PieceId } from '#modules/documents/index.ts'
import { poserSessionDEssai, servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { stagiaires } from '../module.ts'

const base = await baseNeuve()
const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3, jour: '2026-03-02' }))
const le = new Date('2026-03-20T09:00:00Z')
const auj = jourLocal(le, ZONE_PAR_DEFAUT)
const keys = keysFromSeed('stagiaires')
let roles: readonly string[] = ['responsable']
const { app } = pagesDevant(
  {
    ...servicesDe(base, fil),
    keys,
    clock: { now: () => le },
    pdf: {
      render: async ({ gabarit, donnees }: { gabarit: string; donnees: object }) => ({
        ok: true,
        value: {
          pdf: Buffer.from(JSON.stringify({ gabarit, donnees })),
          pages: 1,
          empreinte: empreinte(),
          donnees: JSON.stringify(donnees),
          remplaces: [],
        },
      }),
      close: async () => {},
    } as never,
    db: {
      withTenant: (_: unknown, work: never) =>
        base.enTantQue(fil.organisme, { personne: fil.personne }, work),
    } as never,
  },
  [
    moduleDocuments({
      visas: { etats: async () => new Map() },
      apresSignature: async () => ok(undefined),
      siens: async () => ({ anime: new Set(), suit: new Set(), enseigne: new Set() }),
    }),
    stagiaires,
  ],
  () => ({
    personneId: fil.personne as PersonneId,
    organisme: { id: fil.organisme, code: 'e', nom: 'E' },
    roles,
  }),
)
let n = 0
const empreinte = () => (++n).toString(16).padStart(64, '0')
const lire = async (url: string) => {
  const r = await app.request(`http://localhost:3000${url}`)
  return { status: r.status, texte: (await r.text()).replace(/\s+/g, ' ') }
}
const envoyer = async (url: string, champs: Readonly<Record<string, string>>) => {
  const r = await app.request(`http://localhost:3000${url}`, {
    method: 'POST',
    body: new URLSearchParams(champs),
    headers: { origin: 'http://localhost:3000' },
  })
  return {
    status: r.status,
    vers: r.headers.get('location') ?? '',
    texte: (await r.text()).replace(/\s+/g, ' '),
  }
}
const dit = (j: DateCivile) => formaterDate(j, 'chiffres')
const ou = `/sessions/${fil.session}`

describe('la discipline', () => {
  const [inscription] = fil.inscriptions
  it('va des griefs à la décision, dans ses délais, et garde les griefs chiffrés', async () => {
    // Rien n’est établi dans cette maison : la page le dit avant la première procédure (L6352-3).
    expect((await lire(`${ou}/discipline`)).texte).toContain('sans règlement intérieur')
    const ouverte = await envoyer(`${ou}/discipline`, {
      inscription: inscription ?? '',
      griefs: 'Retards répétés les 3, 4 et 5 mars.',
      presence: 'oui',
    })
    expect(ouverte.status).toBe(303)
    const url = new URL(ouverte.vers, 'http://localhost').pathname
    const etape = (champs: Readonly<Record<string, string>>) => envoyer(url, champs)
    expect(
      (await etape({ genre: 'sanction', le: dit(auj), sanction: 'blame', texte: 'Motifs suffisants.' }))
        .status,
    ).toBe(409)
    expect((await etape({ genre: 'griefs', le: dit(auj) })).status).toBe(303)
    const sansHeure = await etape({
      genre: 'convocation',
      le: dit(auj),
      entretienLe: dit(ajouterJours(auj, 3)),
    })
    expect(sansHeure.status).toBe(422)
    expect(sansHeure.texte).toContain('R6352-5')
    expect(
      (
        await etape({
          genre: 'convocation',
          le: dit(auj),
          entretienLe: dit(ajouterJours(auj, 3)),
          entretienHeure: '10 h',
          lieu: 'Salle Drac',
          remise: 'decharge',
        })
      ).status,
    ).toBe(303)
    const tot = await etape({ genre: 'entretien', le: dit(auj) })
    expect(tot.status).toBe(422)
    const page = await lire(url)
    expect(page.texte).toContain('Retards répétés')
    expect(page.texte).toContain('R6352-5')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        g: string
        n: number
      }>`select encode(griefs, 'escape') as g, (select count(*)::int from documents.piece where genre = 'acte-disciplinaire') as n
        from stagiaires.procedure`.execute(tx),
    )
    expect(rows[0]?.g).not.toContain('Retards')
    expect(rows[0]?.n).toBe(2)
  })
  it('ne laisse les griefs en clair ni dans la pièce, ni dans son fichier, et consigne chaque lecture sans rien en redire', async () => {
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: PieceId; donnees: string; octets: Buffer; taille: number; empreinte: string }>`
        select p.id, p.donnees, f.octets, f.taille, p.fichier as empreinte from documents.piece p
          join plateforme.fichier f on f.organisme_id = p.organisme_id and encode(f.empreinte, 'hex') = p.fichier
        where p.genre = 'acte-disciplinaire' order by p.numero`.execute(tx),
    )
    expect(rows).toHaveLength(2)
    for (const l of rows) {
      expect(l.donnees).toMatch(/^\{"chiffre":"[A-Za-z0-9+/=]+"\}$/)
      expect(l.octets.includes('Retards')).toBe(false)
      expect(l.octets.length).toBe(l.taille + 29)
    }
    const [acte] = rows
    if (!acte) throw new Error('aucun acte')
    const r = await app.request(`http://localhost:3000/documents/${acte.id}/piece.pdf`)
    expect(r.status).toBe(200)
    const octets = Buffer.from(await r.arrayBuffer())
    // Ce qui sort est, à l’octet près, ce qui fut émis : son empreinte est celle du clair.
    expect(octets.includes('Retards répétés')).toBe(true)
    expect(createHash('sha256').update(octets).digest('hex')).toBe(acte.empreinte)
    roles = ['formateur']
    expect((await lire(`/documents/${acte.id}/piece.pdf`)).status).toBe(404)
    roles = ['responsable']
    const { rows: journal } = await base.maintenance((tx) =>
      sql<{
        geste: string
        dit: string
        par: string
      }>`select geste, phrase || details::text as dit, par from journal.geste
        where geste in ('lire-piece-sensible', 'lire-procedure')`.execute(tx),
    )
    expect(journal.filter((g) => g.geste === 'lire-piece-sensible')).toHaveLength(1)
    expect(journal.some((g) => g.geste === 'lire-procedure')).toBe(true)
    for (const g of journal) {
      expect(g.par).toBe(fil.personne)
      expect(g.dit).not.toMatch(/Retards|Information des griefs/)
    }
  })
  it('ne s’ouvre ni à l’assistante, ni au formateur, ni pour une personne d’ailleurs', async () => {
    for (const r of ['assistant', 'formateur', 'auditeur']) {
      roles = [r]
      expect((await lire(`${ou}/discipline`)).status).toBe(403)
    }
    roles = ['responsable']
    expect((await lire(`/sessions/${newId()}/discipline`)).status).toBe(404)
    expect((await lire(`${ou}/discipline/${newId()}`)).status).toBe(404)
    expect(
      (
        await envoyer(`${ou}/discipline`, {
          inscription: newId(),
          griefs: 'Des faits datés.',
          presence: 'non',
        })
      ).status,
    ).toBe(422)
  })
})

describe('les délégués', () => {
  const scrutin = {
    tenuLe: dit(auj),
    heure: '10 h',
    tours: '1',
    electeurs: '3',
    votants: '3',
  }
  it('ne s’élisent pas dans une session de moins de cinq cents heures', async () => {
    expect((await lire(`${ou}/delegues`)).texte).toContain('ne dépasse pas cinq cents heures')
    expect(
      (await envoyer(`${ou}/delegues`, { ...scrutin, genre: 'carence', motif: 'Nul ne se présente.' }))
        .status,
    ).toBe(409)
  })
  it('au-delà, le procès-verbal est une pièce ; élection ou carence, jamais récrite', async () => {
    const depart = jourLocal(new Date('2026-03-03T09:00:00Z'), ZONE_PAR_DEFAUT)
    await base.maintenance(async (tx) => {
      for (let i = 0; i < 75; i++)
        for (const [demi, debut, fin] of [
          ['matin', 480, 720],
          ['apres-midi', 780, 1020],
        ] as const)
          await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
            values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, ${ajouterJours(depart, i)}::date, ${demi}, ${debut}, ${fin},
              (${ajouterJours(depart, i)}::date + make_interval(mins => ${debut}::int4)) at time zone 'Europe/Paris',
              (${ajouterJours(depart, i)}::date + make_interval(mins => ${fin}::int4)) at time zone 'Europe/Paris')`.execute(
            tx,
          )
    })
    const page = await lire(`${ou}/delegues`)
    expect(page.texte).toContain('la quarantième heure est passée')
    const [a, b] = fil.inscriptions
    const elus = {
      genre: 'election',
      titulaire: a ?? '',
      voixTitulaire: '2',
      suppleant: b ?? '',
      voixSuppleant: '2',
    }
    expect((await envoyer(`${ou}/delegues`, { ...scrutin, ...elus, voixTitulaire: '1' })).status).toBe(422)
    expect((await envoyer(`${ou}/delegues`, { ...scrutin, ...elus })).status).toBe(303)
    const apres = await lire(`${ou}/delegues`)
    expect(apres.texte).toMatch(/PV-2026-0001/)
    expect(apres.texte).toContain('Titulaire')
    expect(
      (
        await envoyer(`${ou}/delegues`, {
          ...scrutin,
          tours: '2',
          votants: '0',
          genre: 'carence',
          motif: 'Nul ne s’est présenté.',
        })
      ).status,
    ).toBe(303)
    await expect(
      base.enTantQue(fil.organisme, { personne: fil.personne }, (tx) =>
        sql`delete from stagiaires.scrutin`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
})
