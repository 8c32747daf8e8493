// Long parce que le relevé, la veille et le courriel du matin se jouent dans un même monde.
/** La veille : le relevé sur notre machine, ce que chacune en voit, ce qu’elle en fait, le courriel du matin. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { ok } from '#kernel/result.ts'
import { creerRecuperer } from '#platform/reseau/recuperer.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { ecrireLaVeille } from '../jobs/ecrire-la-veille.job.ts'
import { creerRelever } from '../jobs/relever.job.ts'
import { marches } from '../module.ts'

const m = await monde({
  modules: [marches],
  gens: {
    maiwenn: { roles: ['responsable'] },
    tom: { roles: ['formateur'] },
    agathe: { roles: ['responsable'], chez: 'voisine' },
    union: { roles: ['responsable'], chez: 'voisine', union: true },
  },
  texte: sansInsecables,
})
const { base, maiwenn, tom, agathe, union } = m
const en = <T>(qui: Connectee, faire: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, faire)

type Enregistrement = Readonly<Record<string, unknown>>
const avis = (n: number, reste: Enregistrement = {}): Enregistrement => ({
  idweb: `26-${n}`,
  objet: `Formation de français, lot ${n}`,
  nomacheteur: 'Ville de Port-Liziec',
  code_departement: ['35'],
  dateparution: '2026-11-20',
  datelimitereponse: '2026-12-08T11:00:00+00:00',
  nature: 'APPEL_OFFRE',
  etat: 'INITIAL',
  descripteur_libelle: ['Formation'],
  ...reste,
})
let servis: readonly Enregistrement[] = []
let panne = false
const demandes: URL[] = []
const serveur = createServer((q, r) => {
  const url = new URL(q.url ?? '/', 'http://x')
  demandes.push(url)
  if (panne) return void r.writeHead(503).end()
  const offset = Number(url.searchParams.get('offset'))
  r.setHeader('content-type', 'application/json').end(
    JSON.stringify({ total_count: servis.length, results: servis.slice(offset, offset + 100) }),
  )
})
await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', () => pret()))
afterAll(() => {
  serveur.closeAllConnections()
  serveur.close()
})
const adresse = `http://boamp.example:${(serveur.address() as AddressInfo).port}/records`
/** Notre serveur d’essai, et lui seul, passe le mur. */
const relever = creerRelever(
  creerRecuperer({ resoudre: async () => ['127.0.0.1'], permise: (ip) => ip === '127.0.0.1' }),
)
const releverLe = (quand: string) => {
  m.regler(quand)
  return relever({}, m.worker)
}
const ranges = async () =>
  (
    await base.maintenance((tx) =>
      sql<{
        n: number
        changes: number
      }>`select count(*)::int4 as n, count(change_le)::int4 as changes from marches.avis`.execute(tx),
    )
  ).rows[0]

describe('le relevé du matin', () => {
  it('ne se règle que par qui administre l’instance ; éteint, il ne demande rien', async () => {
    expect((await maiwenn.lire('/instance/marches')).statut).toBe(404)
    await releverLe('2026-11-24T05:10:00Z')
    expect(demandes).toHaveLength(0)
    expect((await union.aller('/instance/marches/regler', { adresse, active: 'on' })).statut).toBe(303)
    expect(
      await codeSql(() =>
        en(maiwenn, (tx) =>
          sql`select porte.regler_source_des_marches('https://x.example/', true, now())`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })
  it('lit page à page, une fois par jour, et ne range rien deux fois', async () => {
    servis = Array.from({ length: 130 }, (_, i) => avis(i + 1))
    await releverLe('2026-11-24T05:10:00Z')
    expect(demandes.map((u) => u.searchParams.get('offset'))).toEqual(['0', '100'])
    expect(await ranges()).toEqual({ n: 130, changes: 0 })
    await releverLe('2026-11-24T11:10:00Z')
    expect(demandes).toHaveLength(2)
    servis = [...servis, avis(131), avis(1, { objet: 'Formation de français, corrigée' })]
    await releverLe('2026-11-25T05:10:00Z')
    expect(await ranges()).toEqual({ n: 131, changes: 1 })
    expect(demandes.at(-1)?.searchParams.get('where')).toContain(`date'2026-11-17'`)
  })
  it('la source en panne laisse la dernière bonne copie, datée, et la page le dit', async () => {
    panne = true
    await releverLe('2026-11-26T05:10:00Z')
    panne = false
    const page = await maiwenn.lire('/marches')
    expect(page.texte).toContain('Le relevé du BOAMP n’a pas abouti')
    expect(page.texte).toContain('copie du 25 novembre 2026')
    await releverLe('2026-11-26T11:10:00Z')
    expect((await maiwenn.lire('/marches')).texte).not.toContain('n’a pas abouti')
  })
  it('ce qui ne se range pas, ce qui dépasse la borne : la page le dit, la copie reste', async () => {
    m.regler('2026-11-27T05:10:00Z')
    let appels = 0
    const enPanne = Object.assign(Object.create(m.worker.db), {
      withoutTenant: (faire: Parameters<typeof m.worker.db.withoutTenant>[0]) => {
        appels += 1
        // Le deuxième appel range.
        return appels === 2 ? Promise.reject(new Error('disque plein')) : m.worker.db.withoutTenant(faire)
      },
    })
    await expect(relever({}, { ...m.worker, db: enPanne })).rejects.toThrow('disque plein')
    expect((await maiwenn.lire('/marches')).texte).toContain('n’ont pas pu être rangés')
    const octets = new TextEncoder().encode(JSON.stringify(Array.from({ length: 100 }, () => 1)))
    await creerRelever(async () => ok({ octets } as never))({}, m.worker)
    const page = await maiwenn.lire('/marches')
    expect(page.texte).toContain('plus de 5000 avis à lire')
    expect(page.texte).toContain('copie du 26 novembre 2026')
  })
  it('le TED se relève par sa recherche, page à page, l’un en panne, l’autre se lit', async () => {
    m.regler('2026-11-28T05:10:00Z')
    expect(
      (
        await union.aller('/instance/marches/regler', {
          genre: 'ted',
          adresse: 'https://ted.example/v3',
          active: 'on',
        })
      ).statut,
    ).toBe(303)
    const notice = (n: number, procedure: string) => ({
      'publication-number': `${443_000 + n}-2026`,
      'notice-title': { fra: [`Formation ${n}`] },
      'notice-type': 'cn-standard',
      'publication-date': '2026-11-27+01:00',
      'buyer-name': { fra: ['Région'] },
      'classification-cpv': ['80530000'],
      'procedure-identifier': procedure,
    })
    const corps: { query: string; page: number }[] = []
    const pauses: number[] = []
    const prendre = async (url: string, b?: { readonly corps?: string }) => {
      if (b?.corps === undefined)
        return { ok: false, error: { code: 'injoignable', phrase: 'Ce site ne répond pas.' } } as never
      expect(url).toBe('https://ted.example/v3')
      corps.push(JSON.parse(b.corps))
      const notices = Array.from({ length: corps.length === 1 ? 100 : 2 }, (_, i) =>
        notice(corps.length * 1000 + i, `p-${corps.length}-${i}`),
      )
      return ok({
        octets: new TextEncoder().encode(JSON.stringify({ notices, totalNoticeCount: 102 })),
        type: '',
        url,
      }) as never
    }
    await creerRelever(prendre, async (ms) => void pauses.push(ms))({}, m.worker)
    expect(corps.map((c) => c.page)).toEqual([1, 2])
    expect(corps[0]?.query).toContain('PD>=20260929')
    expect(corps[0]?.query).toMatch(/IN \(\d+( \d+)+\)/)
    expect(pauses).toEqual([2000])
    const page = await maiwenn.lire('/marches')
    expect(page.texte).toContain('TED, avis de l’Union européenne, copie du 28 novembre 2026')
    expect(page.texte).toContain('Le relevé du BOAMP n’a pas abouti')
    expect(
      (
        await union.aller('/instance/marches/regler', {
          genre: 'autre',
          adresse: 'https://x.example/',
          active: 'on',
        })
      ).statut,
    ).toBe(422)
    // Les essais qui suivent ne comptent que ceux du BOAMP.
    await base.maintenance((tx) =>
      sql`delete from marches.avis where contenu ->> 'source' = 'ted'`.execute(tx),
    )
  })
  it('seule la tâche range ce qu’elle relève', async () => {
    for (const porte of [
      `relever_avis('[]', now())`,
      `ranger_avis('[]', now())`,
      `noter_releve(now(), null, 1, 0)`,
      `cooperatives_en_veille()`,
      `abonnes_a_la_veille(gen_random_uuid())`,
    ])
      expect(await codeSql(() => en(maiwenn, (tx) => sql.raw(`select porte.${porte}`).execute(tx)))).toBe(
        '42501',
      )
    expect(
      await codeSql(() =>
        en(maiwenn, (tx) =>
          sql`insert into marches.avis (idweb, nature, contenu, recu_le) values ('x', 'autre', '{}', now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    expect(
      await codeSql(() => en(maiwenn, (tx) => sql`select porte.deposer_avis('[]', now())`.execute(tx))),
    ).toBe('42501')
  })
})

describe('ce que chacune en fait', () => {
  it('filtrer, suivre, laisser avec un motif, reprendre ; la voisine n’en voit rien', async () => {
    m.regler('2026-11-26T09:00:00Z')
    expect((await tom.lire('/marches')).statut).toBe(403)
    const champs = {
      departements: '29',
      cpv: '',
      mots: '',
      exclure: '',
      jours: '0',
      version: '0',
      courriel: 'on',
    }
    expect((await maiwenn.aller('/marches/filtres', { ...champs, departements: '29, 999' })).statut).toBe(422)
    expect((await maiwenn.aller('/marches/filtres', { ...champs, cpv: 'langues' })).texte).toContain(
      'n’est pas un code CPV',
    )
    expect((await maiwenn.aller('/marches/filtres', champs)).statut).toBe(303)
    expect((await maiwenn.aller('/marches/filtres', champs)).texte).toContain('Quelqu’un vient de changer')
    const rien = await maiwenn.lire('/marches')
    expect(rien.texte).toContain('Aucun avis ouvert ne passe vos filtres')
    expect(rien.texte).toContain('département : 35')
    // Un second profil : ce qu’il garde est à lire, et le dit de lui. Retiré, il n’en reste rien.
    const second = { ...champs, rang: '2', nom: 'Langues, Rennes', departements: '35' }
    expect((await maiwenn.lire('/marches/filtres')).texte).toContain('Ajouter un profil')
    expect((await maiwenn.lire('/marches/filtres?profil=2')).texte).toContain('Profil 1')
    expect((await maiwenn.aller('/marches/filtres', second)).statut).toBe(303)
    expect((await maiwenn.lire('/marches')).texte).toContain('Langues, Rennes : ')
    expect((await agathe.lire('/marches/filtres')).texte).not.toContain('Langues, Rennes')
    const retire = { ...second, version: '1', oter: 'on' }
    expect((await agathe.aller('/marches/filtres', retire)).statut).toBe(409)
    expect((await maiwenn.aller('/marches/filtres', retire)).statut).toBe(303)
    expect((await maiwenn.lire('/marches')).texte).toContain('Aucun avis ouvert ne passe vos filtres')
    expect((await maiwenn.aller('/marches/avis/26-2/suivre', {})).statut).toBe(303)
    expect((await maiwenn.lire('/marches')).texte).toContain('lot 2')
    expect((await maiwenn.aller('/marches/avis/26-3/laisser', { motif: 'autre' })).texte).toContain(
      'en une phrase pourquoi',
    )
    expect((await maiwenn.aller('/marches/avis/26-3/laisser', { motif: 'delai' })).statut).toBe(303)
    expect((await maiwenn.lire('/marches/avis/26-3')).texte).toContain('Laissé : délai trop court')
    expect((await agathe.lire('/marches/avis/26-3')).texte).not.toContain('Laissé : délai trop court')
    expect((await maiwenn.aller('/marches/avis/26-3/reprendre', {})).statut).toBe(303)
    expect((await maiwenn.lire('/marches/echeances.ics')).texte).toContain('lot 2')
    expect((await maiwenn.lire('/marches/avis/26-9999')).statut).toBe(404)
    expect((await maiwenn.lire('/marches?format=csv&etat=ecarte')).texte).toContain('Port-Liziec')
  })
  it('deux profils ajoutés au même instant : chacun est gardé, ou qui l’envoie apprend que non', async () => {
    const gardes = async () =>
      (
        await base.maintenance((tx) =>
          sql<{
            nom: string
          }>`select nom from marches.profil where organisme_id = ${maiwenn.organisme}`.execute(tx),
        )
      ).rows.map((r) => r.nom)
    const ajouter = (nom: string) =>
      maiwenn.aller('/marches/filtres', {
        rang: '2',
        nom,
        departements: '56',
        cpv: '',
        mots: '',
        exclure: '',
        jours: '0',
        version: '0',
        courriel: 'on',
      })
    // Six profils au plus : au dernier tour, il n’y a plus de place pour les deux.
    for (const tour of [1, 2, 3]) {
      const noms = [`Une ${tour}`, `Autre ${tour}`]
      const rendus = await Promise.all(noms.map(ajouter))
      for (const [i, nom] of noms.entries()) {
        const r = rendus[i]
        expect((await gardes()).includes(nom), nom).toBe(r?.statut === 303)
        if (r?.statut !== 303) {
          expect([r?.statut, r?.texte.includes('Quelqu’un vient de changer')]).toEqual([409, true])
          // Ce qui fut tapé revient à l’écran.
          expect(r?.texte).toContain(`value="${nom}"`)
        }
      }
      expect(rendus.some((r) => r.statut === 303)).toBe(true)
    }
    expect((await gardes()).length).toBeLessThanOrEqual(6)
    await base.maintenance((tx) =>
      sql`delete from marches.profil where organisme_id = ${maiwenn.organisme} and rang > 1`.execute(tx),
    )
  })
  it('un avis apporté, collé ou écrit ne se lit que chez soi', async () => {
    const colle = JSON.stringify({ results: [avis(500, { objet: 'Apporté par nous' })] })
    expect((await maiwenn.aller('/marches/apporter', { colle })).statut).toBe(303)
    expect((await maiwenn.aller('/marches/apporter', { colle: 'du texte' })).statut).toBe(422)
    expect((await maiwenn.aller('/marches/apporter', {})).texte).toContain('Choisissez un fichier')
    const ecrit = await maiwenn.aller('/marches/ecrire', {
      objet: 'Habilitation de la Région',
      acheteur: 'Région',
      departements: '974',
      jour: '10/01/2027',
      heure: '12 h',
      lots: 'Nord\nSud',
      adresse: '',
    })
    expect((await maiwenn.lire(ecrit.vers)).texte).toContain('10 janvier 2027 à 12 h (La Réunion)')
    for (const texte of ['Apporté par nous', 'Habilitation de la Région']) {
      const q = `/marches?format=csv&q=${encodeURIComponent(texte)}`
      const [chezElle, chezLautre] = [await maiwenn.lire(`${q}&etat=ecarte`), await agathe.lire(q)]
      expect(chezElle.texte).toContain(texte)
      expect(chezLautre.texte).not.toContain(texte)
    }
    expect((await agathe.lire(ecrit.vers)).statut).toBe(404)
    // Une adresse qui ne tient plus une fois écrite en entier est une phrase, pas une panne.
    const longue = `https://avis.example/${'é'.repeat(470)}`
    expect(
      (
        await maiwenn.aller('/marches/ecrire', {
          objet: 'Un avis',
          acheteur: 'Région',
          departements: '',
          jour: '10/01/2027',
          lots: '',
          adresse: longue,
        })
      ).statut,
    ).toBe(422)
    for (const mauvaise of [longue, 'http://a'])
      expect(
        (await union.aller('/instance/marches/regler', { adresse: mauvaise, active: 'on' })).statut,
      ).toBe(422)
    expect(
      (
        await maiwenn.aller('/marches/ecrire', {
          objet: 'Un avis',
          acheteur: 'X',
          departements: '',
          jour: '10/01/2020',
          lots: '',
          adresse: 'javascript:alert(1)',
        })
      ).statut,
    ).toBe(422)
  })
  it('les attributions se lisent, seules ou groupées, et un groupement se reconnaît', async () => {
    const attribution = avis(700, {
      nature: 'ATTRIBUTION',
      donnees: JSON.stringify({
        ATTRIBUTION: {
          DECISION: [
            {
              NUM_LOT: '1',
              RENSEIGNEMENT: [{ MONTANT: '1000' }, { MONTANT: '1000' }],
              TITULAIRE: [{ DENOMINATION: 'Alpha (Mandataire)' }, { DENOMINATION: 'Beta (co-traitant)' }],
            },
            { NUM_LOT: '2', RENSEIGNEMENT: { MONTANT: '500' }, TITULAIRE: [{ DENOMINATION: 'Gamma' }] },
          ],
        },
      }),
    })
    expect(
      (await union.aller('/instance/marches/deposer', { colle: JSON.stringify([attribution]) })).statut,
    ).toBe(303)
    const page = await agathe.lire('/marches/attributions?forme=groupement')
    expect(page.texte).toContain('Alpha, Beta')
    expect(page.texte).not.toContain('Gamma')
    expect((await agathe.lire('/marches/avis/26-2')).texte).toContain('Alpha, Beta')
  })
})

describe('le courriel du matin', () => {
  const courriels = async () => (await m.courriels()).filter((c) => c.objet.startsWith('Marchés'))
  it('dit une fois ce qui est neuf et passe les filtres ; rien de neuf, rien ne part', async () => {
    m.regler('2026-11-27T05:40:00Z')
    const ecrire = () => ecrireLaVeille({ organisme: maiwenn.organisme }, m.worker)
    await ecrire()
    expect(await courriels()).toEqual([])
    servis = [avis(900, { code_departement: ['29'], objet: 'Illettrisme en Finistère' })]
    await releverLe('2026-11-28T05:10:00Z')
    await ecrire()
    await ecrire()
    const [seul, ...autres] = await courriels()
    expect(autres).toEqual([])
    expect(seul).toMatchObject({ a: maiwenn.courriel, objet: expect.stringContaining('avis') })
    expect(seul?.texte).toContain('Illettrisme en Finistère')
    expect(sansInsecables(seul?.texte ?? '')).toContain('département : 29')
    // Qui n’a plus le droit de lire les avis n’en reçoit plus.
    await base.maintenance((tx) =>
      sql`update compte.adhesion set roles = '{formateur}' where compte_id = ${maiwenn.personne}`.execute(tx),
    )
    servis = [avis(901, { code_departement: ['29'], objet: 'Numérique en Finistère' })]
    await releverLe('2026-11-29T05:10:00Z')
    await ecrire()
    expect(await courriels()).toHaveLength(1)
  })
})
