import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { personnesEnDouble } from '../db/doublons.queries.ts'
import { contactsDe, lireEntreprise } from '../db/entreprises.queries.ts'
import { fusionsDe } from '../db/fusions.ts'
import { resoudre } from '../db/renvois.ts'
import { trouverOuCreerEntreprise } from '../db/tiers.ecritures.ts'
import { homonymes, lireTiers, listerTiers } from '../db/tiers.queries.ts'
import type { ContactId, EntrepriseId, FusionId, TiersId } from '../domain/lus.ts'
import type { Saisie } from '../domain/saisie.ts'
import { defaire, direDistinctes, fusionner } from '../gestes/fusionner.ts'
import { ajouterContact, creerEntreprise } from '../gestes/garder-entreprise.ts'
import { creerTiers } from '../gestes/garder-personne.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')
const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const b = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))
const chezA = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) => base.enTantQue(a.organisme, {}, work)

const creer = async (saisie: Saisie): Promise<TiersId> => {
  const id = newId<'Tiers'>()
  await chezA((tx) => creerTiers(tx, id, a.activite, saisie, le))
  return id
}
const reunir = (absorbe: TiersId, garde: TiersId, id: FusionId = newId<'Fusion'>()) =>
  chezA((tx) => fusionner(tx, 'fusion', id, { garde, absorbe }, le)).then((r) => ({ r, id }))
const separer = (id: FusionId) => chezA((tx) => defaire(tx, 'fusion', id, le))
const racine = (id: TiersId) => chezA(async (tx) => (await resoudre(tx, [id])).get(id))
const cherche = (q: string) =>
  chezA(async (tx) =>
    (await listerTiers(tx, { q }, { sens: 'apres', cle: undefined }, 20)).map((t) => `${t.prenom} ${t.nom}`),
  )

/** Tout ce que la base garde des fiches, réunions et gestes du journal mis à part. */
const etat = () =>
  base.maintenance(async (tx) => {
    const rendu: string[] = []
    for (const t of ['personne', 'entreprise', 'mot', 'contact', 'intervenant', 'statut', 'distinction']) {
      const { rows } = await sql<{ v: string }>`select to_jsonb(t)::text as v
        from ${sql.table(`tiers.${t}`)} t order by 1`.execute(tx)
      rendu.push(t, ...rows.map((l) => l.v))
    }
    return rendu
  })

describe('réunir deux fiches', () => {
  it('la gardée répond aux deux noms, l’absorbée ne se liste plus et mène à elle', async () => {
    const garde = await creer({ prenom: 'Claire', nom: 'Vasseur', courriel: 'claire@exemple.example' })
    const absorbe = await creer({ prenom: 'Clara', nom: 'Wasseur' })
    const { r, id } = await reunir(absorbe, garde)
    expect(r.ok).toBe(true)
    expect(await cherche('wasseur')).toEqual(['Claire Vasseur'])
    expect((await cherche('')).filter((n) => n.includes('asseur'))).toEqual(['Claire Vasseur'])
    expect(await chezA((tx) => lireTiers(tx, absorbe))).toMatchObject({ id: garde })
    expect(
      await chezA((tx) =>
        homonymes(tx, a.activite, { prenom: 'Clara', nom: 'Wasseur', courriel: undefined }),
      ),
    ).toEqual([])
    expect((await separer(id)).ok).toBe(true)
    expect(await cherche('wasseur')).toEqual(['Clara Wasseur'])
    expect(await separer(id)).toMatchObject({ ok: false, error: { code: 'deja-defaite' } })
  })
  it('le même envoi, reçu deux fois, n’écrit qu’un renvoi et qu’un geste', async () => {
    const [garde, absorbe] = [
      await creer({ prenom: 'D', nom: 'Deux' }),
      await creer({ prenom: 'D', nom: 'Fois' }),
    ]
    const { id } = await reunir(absorbe, garde)
    expect((await reunir(absorbe, garde, id)).r.ok).toBe(true)
    expect(await chezA((tx) => fusionsDe(tx, 'fusion', garde))).toHaveLength(1)
    const { rows } = await base.maintenance((tx) =>
      sql`select 1 from journal.geste where geste = 'reunir-fiches' and objet_id = ${garde}`.execute(tx),
    )
    expect(rows).toHaveLength(1)
  })
  it('une chaîne se suit jusqu’au bout, et se défait par n’importe quel maillon', async () => {
    const [x, y, z] = [
      await creer({ prenom: 'X', nom: 'Chaine' }),
      await creer({ prenom: 'Y', nom: 'Chaine' }),
      await creer({ prenom: 'Z', nom: 'Chaine' }),
    ]
    const un = await reunir(x, y)
    const deux = await reunir(y, z)
    expect(await racine(x)).toBe(z)
    expect(await cherche('x chaine')).toEqual(['Z Chaine'])
    await separer(deux.id)
    expect([await racine(x), await racine(z)]).toEqual([y, z])
    await separer(un.id)
    expect(await racine(x)).toBe(x)
  })
  it('ne se ferme jamais en cercle : le geste le refuse, la base aussi', async () => {
    const [x, y, z] = [
      await creer({ prenom: 'X', nom: 'Cercle' }),
      await creer({ prenom: 'Y', nom: 'Cercle' }),
      await creer({ prenom: 'Z', nom: 'Cercle' }),
    ]
    await reunir(x, y)
    await reunir(y, z)
    expect((await reunir(z, x)).r).toMatchObject({ ok: false, error: { code: 'deja-reunies' } })
    expect((await reunir(z, z)).r).toMatchObject({ ok: false, error: { code: 'meme-fiche' } })
    const forcer = (garde: TiersId, absorbe: TiersId) =>
      codeSql(() =>
        chezA((tx) =>
          sql`insert into tiers.fusion (id, activite_id, garde_id, absorbe_id, le)
            values (${newId()}, ${a.activite}, ${garde}, ${absorbe}, ${le})`.execute(tx),
        ),
      )
    expect(await forcer(x, z)).toBe('23514')
    expect(await forcer(z, x)).toBe('23505')
  })
  it('un renvoi défait ne se ravive pas, ni n’est défait au nom d’un autre', async () => {
    const { id } = await reunir(
      await creer({ prenom: 'R', nom: 'Un' }),
      await creer({ prenom: 'R', nom: 'Deux' }),
    )
    const changer = (set: ReturnType<typeof sql>) =>
      codeSql(() => chezA((tx) => sql`update tiers.fusion set ${set} where id = ${id}`.execute(tx)))
    expect(await changer(sql`defaite_le = now(), defaite_par = ${newId()}`)).toBe('42501')
    await separer(id)
    expect(await changer(sql`defaite_le = null`)).toBe('23514')
  })
  it('l’organisme voisin ne réunit ni ne défait rien ici', async () => {
    const [garde, absorbe] = [
      await creer({ prenom: 'V', nom: 'Un' }),
      await creer({ prenom: 'V', nom: 'Deux' }),
    ]
    const chezB = await base.enTantQue(b.organisme, {}, (tx) =>
      fusionner(tx, 'fusion', newId<'Fusion'>(), { garde, absorbe }, le),
    )
    expect(chezB).toMatchObject({ ok: false, error: { code: 'introuvable' } })
    const { id } = await reunir(absorbe, garde)
    const defait = await base.enTantQue(b.organisme, {}, (tx) => defaire(tx, 'fusion', id, le))
    expect(defait).toMatchObject({ ok: false, error: { code: 'introuvable' } })
    expect(await racine(absorbe)).toBe(garde)
  })
})

describe('deux personnes qui réunissent au même instant', () => {
  it('l’une dans un sens, l’autre dans l’autre : une seule réunion tient', async () => {
    for (let i = 0; i < 10; i += 1) {
      const [x, y] = [await creer({ prenom: 'X', nom: `M${i}` }), await creer({ prenom: 'Y', nom: `M${i}` })]
      const rendus = await Promise.all([reunir(x, y), reunir(y, x)])
      expect(rendus.map(({ r }) => r.ok).sort()).toEqual([false, true])
      expect(await racine(x)).toBe(await racine(y))
    }
  })
  it('deux chaînes qui se fermeraient l’une l’autre : le cercle n’existe jamais', async () => {
    for (let i = 0; i < 10; i += 1) {
      const [w, x, y, z] = [
        await creer({ prenom: 'W', nom: `C${i}` }),
        await creer({ prenom: 'X', nom: `C${i}` }),
        await creer({ prenom: 'Y', nom: `C${i}` }),
        await creer({ prenom: 'Z', nom: `C${i}` }),
      ]
      await reunir(w, x)
      await reunir(y, z)
      const forcer = (garde: TiersId, absorbe: TiersId) =>
        chezA((tx) =>
          sql`insert into tiers.fusion (id, activite_id, garde_id, absorbe_id, le)
            values (${newId()}, ${a.activite}, ${garde}, ${absorbe}, ${le})`.execute(tx),
        ).then(
          () => 'écrite',
          (e: { code?: string }) => e.code,
        )
      // x → y (dont le bout est z) et z → w (dont le bout est x), sans passer par le geste.
      expect((await Promise.all([forcer(y, x), forcer(w, z)])).sort()).toEqual(['23514', 'écrite'])
    }
  })
})

describe('défaire', () => {
  it('réunir puis défaire, dans n’importe quel ordre, rend l’état exact d’avant', async () => {
    const gens: TiersId[] = []
    for (let i = 0; i < 6; i += 1)
      gens.push(await creer({ prenom: `P${i}`, nom: 'Propriété', courriel: `p${i}@exemple.example` }))
    const avant = await etat()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 }),
        fc.infiniteStream(fc.nat(100)),
        async (paires, hasard) => {
          const faites: FusionId[] = []
          for (const [i, j] of paires) {
            const [x, y] = [gens[i], gens[j]]
            if (!x || !y) continue
            const { r, id } = await reunir(x, y)
            if (r.ok) faites.push(id)
          }
          // Aucun cercle : toute fiche a un bout, et un bout est à lui-même sa racine.
          for (const g of gens) {
            const bout = await racine(g)
            expect(bout && (await racine(bout))).toBe(bout)
          }
          expect(await etat()).toEqual(avant)
          while (faites.length > 0) {
            const rang = (hasard.next().value ?? 0) % faites.length
            const [id] = faites.splice(rang, 1)
            if (id) expect((await separer(id)).ok).toBe(true)
          }
          for (const g of gens) expect(await racine(g)).toBe(g)
        },
      ),
      { numRuns: 25 },
    )
    expect(await etat()).toEqual(avant)
  })
})

describe('les doublons proposés', () => {
  it('le même nom et le même courriel d’abord ; une paire distinguée ne revient plus', async () => {
    const proposes = () =>
      chezA(async (tx) =>
        (await personnesEnDouble(tx, 100)).filter((p) => [x, y, z, t].some((id) => id === p.second)),
      )
    const x = await creer({ prenom: 'Ana', nom: 'Doublon', courriel: 'ana@exemple.example' })
    const y = await creer({ prenom: 'Àna', nom: 'DOUBLON', courriel: 'ana@exemple.example' })
    const z = await creer({ prenom: 'A.', nom: 'Autrement', courriel: 'ana@exemple.example' })
    const t = await creer({ prenom: 'Ana', nom: 'Doublon' })
    expect(await proposes()).toEqual([
      { premier: x, second: y, raisons: ['nom', 'courriel'] },
      { premier: x, second: z, raisons: ['courriel'] },
      { premier: x, second: t, raisons: ['nom'] },
    ])
    await chezA((tx) => direDistinctes(tx, 'fusion', t, x, le))
    await reunir(y, x)
    expect((await proposes()).map((p) => p.second)).toEqual([z])
  })
})

describe('réunir deux entreprises', () => {
  it('les contacts et les employés se lisent ensemble ; un employeur cherché mène à la gardée', async () => {
    const [garde, absorbe] = [newId<'Entreprise'>(), newId<'Entreprise'>()]
    const poser = (id: EntrepriseId, nom: string, siret?: string) =>
      chezA((tx) => creerEntreprise(tx, id, a.activite, { nom, siret, estClient: true, estOf: false }, le))
    await poser(garde, 'Hôtel Réuni', '73282932000074')
    await poser(absorbe, 'SARL Hôtel Réuni')
    const employe = await creer({ prenom: 'E', nom: 'Employé', employeur: { nom: 'SARL Hôtel Réuni' } })
    const lue = await chezA((tx) => lireEntreprise(tx, absorbe))
    if (!lue) throw new Error('sans fiche')
    const contact = newId<'Contact'>() as ContactId
    await chezA((tx) => ajouterContact(tx, contact, lue, { personne: employe, peutSigner: true }, le))
    const id = newId<'Fusion'>()
    const r = await chezA((tx) => fusionner(tx, 'fusion_entreprise', id, { garde, absorbe }, le))
    expect(r.ok).toBe(true)
    expect((await chezA((tx) => contactsDe(tx, garde))).map((c) => [c.personne, c.entreprise])).toEqual([
      [employe, garde],
    ])
    expect(await chezA((tx) => lireTiers(tx, employe))).toMatchObject({
      entreprise: garde,
      employeur: 'Hôtel Réuni',
    })
    expect(
      await chezA((tx) => trouverOuCreerEntreprise(tx, a.activite, { nom: 'sarl hotel reuni' }, le)),
    ).toBe(garde)
    // Un autre SIRET est un autre établissement : il ne complète pas la fiche absorbée.
    const autre = await chezA((tx) =>
      trouverOuCreerEntreprise(tx, a.activite, { nom: 'SARL Hôtel Réuni', siret: '44306184100047' }, le),
    )
    expect([garde, absorbe]).not.toContain(autre)
    await chezA((tx) => defaire(tx, 'fusion_entreprise', id, le))
    expect(await chezA((tx) => contactsDe(tx, garde))).toEqual([])
    expect(await chezA((tx) => lireTiers(tx, employe))).toMatchObject({ entreprise: absorbe })
  })
})
