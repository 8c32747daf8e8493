import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { emettrePiece } from '../gestes/composer.ts'
import { documentsModule } from '../module.ts'
import { exempleCertificat } from './exemple-certificat.ts'
import { type Maison, poserMaison } from './maison.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

const services = { ...testServices(), pdf, storage: postgresStorage() }
const neuve = () => base.maintenance((tx) => poserMaison(tx))
const dans = <T>(m: Maison, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(m.organisme, { personne: m.personne }, work)

const { numero: _, ...donnees } = exempleCertificat
const emettre = (
  tx: TenantTx,
  m: Maison,
  traits: Record<string, unknown> = {},
  le = new Date('2026-11-24T09:00:00Z'),
) =>
  emettrePiece(services)(tx, {
    genre: 'certificat-realisation',
    activite: m.activite,
    gabarit: 'certificat-realisation.v1',
    donnees: { ...donnees, ...traits },
    libelle: 'Yasmine Haddad, Anglais',
    recherche: 'Haddad Yasmine',
    objet: { genre: 'inscription', id: newId() },
    emisLe: le,
    annee: 2026,
  })
const numeroter = (tx: TenantTx) =>
  sql<{ n: number }>`select porte.numeroter('CR', 2026) as n`.execute(tx).then((r) => r.rows[0]?.n)

/** L’application, vue d’un membre de cette maison. */
const app = (m: Maison, connecte = true) =>
  pagesDevant(
    {
      ...services,
      db: {
        withTenant: (_acces, work) => base.enTantQue(m.organisme, { personne: m.personne }, work),
        withoutTenant: (work) => base.db.withoutTenant(work),
        seule: (requete) => base.db.seule(requete),
        lire: (work) => base.db.lire(work),
        close: async () => {},
      },
    },
    [documentsModule],
    () =>
      connecte
        ? {
            roles: ['assistant'],
            organisme: { id: m.organisme, code: 'maison', nom: 'Langue & Lien' },
          }
        : undefined,
  ).app

describe('La numérotation', () => {
  it('soixante demandes au même instant prennent soixante numéros sans trou', async () => {
    const m = await neuve()
    const pris = await Promise.all(Array.from({ length: 60 }, () => dans(m, numeroter)))
    expect(pris.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  })
  it('un numéro défait est rendu, et chaque organisme a sa suite', async () => {
    const [m, autre] = [await neuve(), await neuve()]
    await expect(
      dans(m, async (tx) => {
        await numeroter(tx)
        throw new Error('défait')
      }),
    ).rejects.toThrow('défait')
    expect(await dans(m, numeroter)).toBe(1)
    expect(await dans(autre, numeroter)).toBe(1)
  })
  it('personne ne touche au compteur, et sans organisme il ne répond pas', async () => {
    const m = await neuve()
    expect(
      await codeSql(() => dans(m, (tx) => sql`update documents.compteur set dernier = 0`.execute(tx))),
    ).toBe('42501')
    expect(await codeSql(() => dans(m, (tx) => sql`select * from documents.compteur`.execute(tx)))).toBe(
      '42501',
    )
    expect(
      await codeSql(() => base.db.withoutTenant((tx) => sql`select porte.numeroter('CR', 2026)`.execute(tx))),
    ).toBe('42501')
  })
  it('un refus du gabarit ne laisse ni pièce ni trou', async () => {
    const m = await neuve()
    const refus = await dans(m, (tx) => emettre(tx, m, { fait: { ville: '', le: '2026-11-24' } }))
    expect(refus).toMatchObject({ ok: false, error: { code: 'mention-absente' } })
    expect(await dans(m, (tx) => emettre(tx, m))).toMatchObject({
      ok: true,
      value: { numero: 'CR-2026-0001' },
    })
  })
})

describe('Une pièce émise', () => {
  it('fige ses données, leur empreinte et ses octets', async () => {
    const m = await neuve()
    const r = await dans(m, (tx) => emettre(tx, m))
    if (!r.ok) throw new Error(r.error.phrase)
    const { rows } = await dans(m, (tx) =>
      sql<{
        donnees: string
        empreinte: Buffer
        fichier: string
      }>`select donnees, empreinte, fichier from documents.piece where id = ${r.value.id}::uuid`.execute(tx),
    )
    const p = rows[0]
    expect(
      createHash('sha256')
        .update(p?.donnees ?? '')
        .digest('hex'),
    ).toBe(r.value.empreinte)
    expect(p?.empreinte.toString('hex')).toBe(r.value.empreinte)
    const fichier = await dans(m, (tx) => services.storage.get(tx, p?.fichier ?? ''))
    expect(
      createHash('sha256')
        .update(fichier?.octets ?? '')
        .digest('hex'),
    ).toBe(p?.fichier)
  })
  it('ne se change ni ne s’efface, et ne se remplace qu’une fois', async () => {
    const m = await neuve()
    const r = await dans(m, (tx) => emettre(tx, m))
    if (!r.ok) throw new Error(r.error.phrase)
    expect(
      await codeSql(() => dans(m, (tx) => sql`update documents.piece set libelle = 'x'`.execute(tx))),
    ).toBe('42501')
    expect(await codeSql(() => dans(m, (tx) => sql`delete from documents.piece`.execute(tx)))).toBe('42501')
    const copier = (tx: TenantTx) =>
      sql`insert into documents.piece (id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, remplace_id, emise_le)
        select ${newId()}::uuid, activite_id, genre, ${`X-${newId().slice(-6)}`}, gabarit, donnees, sha256(${newId()}::bytea), fichier, pages, libelle, pli, objet_genre, objet_id, id, emise_le
        from documents.piece where id = ${r.value.id}::uuid`.execute(tx)
    await dans(m, copier)
    expect(await codeSql(() => dans(m, copier))).toBe('23505')
  })
})

describe('Les pages des documents', () => {
  it('se télécharge chez soi, en pièce jointe, sans être devinée ; un voisin reçoit la même 404 que pour rien', async () => {
    const [m, voisin] = [await neuve(), await neuve()]
    const r = await dans(m, (tx) => emettre(tx, m))
    if (!r.ok) throw new Error(r.error.phrase)
    const adresse = `/documents/${r.value.id}/piece.pdf`
    const mienne = await app(m).request(adresse)
    expect(mienne.status).toBe(200)
    expect(mienne.headers.get('content-type')).toBe('application/pdf')
    expect(mienne.headers.get('content-disposition')).toBe('attachment; filename="CR-2026-0001.pdf"')
    expect(mienne.headers.get('x-content-type-options')).toBe('nosniff')
    expect(mienne.headers.get('cache-control')).toContain('no-store')
    const chezVoisin = await app(voisin).request(adresse)
    const nulle = await app(voisin).request(`/documents/${newId()}/piece.pdf`)
    expect([chezVoisin.status, nulle.status]).toEqual([404, 404])
    expect(await chezVoisin.text()).toBe(await nulle.text())
    expect((await app(m, false).request(adresse)).status).toBe(303)
    for (const hostile of ['/documents/..%2f..%2fetc', '/documents/x', "/documents/'%20or%201=1"])
      expect((await app(m).request(hostile)).status).toBe(404)
  })

  it('trouve la plus ancienne pièce dans un état, derrière quatre mille autres', async () => {
    const m = await neuve()
    const [vieille, neuvePiece] = [newId(), newId()]
    await dans(m, async (tx) => {
      const poser = (ids: ReturnType<typeof sql>, jours: ReturnType<typeof sql>, remplace: string | null) =>
        sql`insert into documents.piece (id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli,
            objet_genre, objet_id, emise_le, remplace_id)
          select x.id, ${m.activite}::uuid, 'certificat-realisation', 'CR-2025-' || x.n, 'certificat-realisation.v1', '{}',
            sha256(x.id::text::bytea), ${'a'.repeat(64)}, 1, 'Personne', 'personne', 'inscription', x.id, ${jours}, ${remplace}::uuid
          from ${ids} x`.execute(tx)
      await poser(
        sql`(select ${vieille}::uuid as id, 0 as n)`,
        sql`'2025-01-01T00:00:00Z'::timestamptz`,
        null,
      )
      await poser(
        sql`(select gen_random_uuid() as id, n from generate_series(1, 4100) n)`,
        sql`'2025-01-02T00:00:00Z'::timestamptz + x.n * interval '1 minute'`,
        null,
      )
      await poser(
        sql`(select ${neuvePiece}::uuid as id, 9999 as n)`,
        sql`'2026-01-01T00:00:00Z'::timestamptz`,
        vieille,
      )
    })
    expect(await (await app(m).request('/documents?etat=remplacee')).text()).toContain('CR-2025-0<')
  })

  it('la liste vide dit ce qui la remplira ; remplie, elle se cherche, se feuillette et s’exporte', async () => {
    const m = await neuve()
    expect(await (await app(m).request('/documents')).text()).toContain('Aucune pièce n’a encore été émise')
    for (let i = 0; i < 32; i++) {
      await dans(m, (tx) =>
        sql`insert into documents.piece (id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
          values (${newId()}::uuid, ${m.activite}::uuid, 'certificat-realisation', ${`CR-2026-${String(i + 1).padStart(4, '0')}`}, 'certificat-realisation.v1', '{}',
            sha256(${newId()}::bytea), ${'a'.repeat(64)}, 1, ${i === 5 ? '=Œuvre; "Éloïse"' : `Personne ${i}`}, ${i === 5 ? 'oeuvre eloise' : `personne ${i}`}, 'inscription', ${newId()}::uuid,
            ${new Date(Date.UTC(2026, 0, 1 + i))}::timestamptz)`.execute(tx),
      )
    }
    const page = await (await app(m).request('/documents')).text()
    expect(page).toContain('CR-2026-0032')
    expect(page).not.toContain('CR-2026-0002<')
    const suite = /href="(\/documents\?apres=[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const deux = await (await app(m).request(suite)).text()
    expect(deux).toContain('CR-2026-0002')
    expect(deux).not.toContain('CR-2026-0032')
    expect(await (await app(m).request('/documents?q=%C5%93uvre')).text()).toContain('CR-2026-0006')
    expect(await (await app(m).request('/documents?q=cr-2026-001')).text()).toContain('CR-2026-0010')
    expect(await (await app(m).request('/documents?q=zzz')).text()).toContain('Rien ne répond')
    // L’état se calcule : aucune n’est remplacée, et un état inventé ne filtre rien.
    expect(await (await app(m).request('/documents?etat=remplacee')).text()).toContain('Rien ne répond')
    expect(await (await app(m).request('/documents?etat=__proto__')).text()).toContain('CR-2026-0010')
    expect((await app(m).request('/documents?apres=WyJ4IiwieSJd')).status).toBe(200)
    const csv = await app(m).request('/documents?format=csv')
    const texte = await csv.text()
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(texte.trim().split('\r\n')).toHaveLength(33)
    expect(texte).toContain(`"'=Œuvre; ""Éloïse"""`)
  })
})

describe('La vérification publique', () => {
  it('dit le genre, l’organisme, la date et les pages, et rien d’une personne', async () => {
    const m = await neuve()
    const r = await dans(m, (tx) => emettre(tx, m))
    if (!r.ok) throw new Error(r.error.phrase)
    for (const e of [r.value.empreinte.slice(0, 16), r.value.empreinte]) {
      const reponse = await app(m, false).request(`/verifier/${e}`)
      const texte = await reponse.text()
      expect(reponse.status).toBe(200)
      expect(texte).toContain('Certificat de réalisation')
      expect(texte).toContain('Langue &amp; Lien')
      expect(texte).toContain('24')
      expect(texte).not.toMatch(/Haddad|Yasmine|CR-2026/)
    }
  })
  it('deux organismes aux mêmes données sont nommés tous deux', async () => {
    const [m, autre] = [await neuve(), await neuve()]
    await base.maintenance((tx) =>
      sql`update organisme.organisme set nom = 'Autre Maison' where organisme_id = ${autre.organisme}`.execute(
        tx,
      ),
    )
    const le = new Date('2026-11-23T09:00:00Z')
    const r = await dans(m, (tx) => emettre(tx, m, {}, le))
    await dans(autre, (tx) => emettre(tx, autre, {}, le))
    if (!r.ok) throw new Error(r.error.phrase)
    expect(await (await app(m, false).request(`/verifier/${r.value.empreinte}`)).text()).toMatch(
      /Langue &amp; Lien et Autre Maison|Autre Maison et Langue &amp; Lien/,
    )
  })
  it.each(['0'.repeat(16), '0'.repeat(64), 'abc', '%27%20or%201%3D1', '0'.repeat(15)])(
    '« %s » : rien',
    async (e) => {
      const m = await neuve()
      expect((await app(m, false).request(`/verifier/${e}`)).status).toBe(404)
    },
  )
  it('au-delà de soixante essais dans la minute, attendre ; une autre adresse n’en souffre pas', async () => {
    const m = await neuve()
    const a = app(m, false)
    const essayer = (ip: string) =>
      a.request(`/verifier/${'0'.repeat(16)}`, {}, { incoming: { socket: { remoteAddress: ip } } })
    const codes = []
    for (let i = 0; i < 62; i++) codes.push((await essayer('198.51.100.9')).status)
    expect(codes.filter((x) => x === 404)).toHaveLength(60)
    expect(codes.slice(60)).toEqual([429, 429])
    expect((await essayer('198.51.100.10')).status).toBe(404)
  })
  it('l’empreinte recopiée avec ses espaces mène à sa page', async () => {
    const m = await neuve()
    const r = await app(m, false).request('/verifier?e=0123%204567%2089ab%20cdef')
    expect(r.status).toBe(303)
    expect(r.headers.get('location')).toBe('/verifier/0123456789abcdef')
    expect((await app(m, false).request('/verifier?e=zz')).status).toBe(422)
  })
})
