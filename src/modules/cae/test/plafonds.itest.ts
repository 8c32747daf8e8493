// Long parce que plafonds, file, second visa et suppléance se lisent d’un même monde : deux fichiers coûteraient chacun leur base.
import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { newId } from '#platform/db/index.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { fermerPlafond } from '../db/plafonds.ecritures.ts'
import type { PlafondId } from '../db/plafonds.ts'
import { piecesASigner } from '../db/sortie.ts'
import { visasDeLaCae } from '../lecture/visas.ts'
import { moduleCae } from '../module.ts'
import { poserPieceAViser, poserProjetAViser } from './poser-visas.ts'

const m = await monde({
  modules: [moduleCae],
  coops: { tisserands: 'Les Tisserands', voisine: 'Terre d’Appui' },
  roles: ['responsable', 'equipe-appui', 'formateur'],
  gens: { autre: { roles: ['formateur'] }, lecteur: { roles: ['equipe-appui'], chez: 'voisine' } },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, responsable: claire, formateur: salome, autre } = m
const yann = m['equipe-appui']
const { organisme } = m.coops.tisserands
const activite = await base.maintenance(async (tx) => {
  await sql`update organisme.organisme set cae = true`.execute(tx)
  const { rows } = await sql<{
    id: string
  }>`select id from organisme.activite where organisme_id = ${organisme} limit 1`.execute(tx)
  return (rows[0]?.id ?? '') as ActiviteId
})

/** Une pièce émise par cette personne, de ce prix hors taxes ; rien : son prix ne se lit pas. */
const emettre = (par: Connectee, centimes: number | null, genre = 'devis') =>
  base.maintenance((tx) =>
    poserPieceAViser(tx, { organisme, activite, par: par.personne }, { genre, centimes }),
  )
/** Le visa, par SQL, sous le rôle de l’application : ce que la page refuse, la base le refuse. */
const forcer = (qui: Connectee, piece: string) =>
  codeSql(() =>
    base.enTantQue(organisme, { personne: qui.personne, portee: '*' }, (tx) =>
      sql`insert into cae.visa (activite_id, piece_id, decision, decide_le, plafond_id, montant_centimes)
        values (${activite}::uuid, ${piece}::uuid, 'accorde', now(), null, 1)`.execute(tx),
    ),
  )
/** Le projet d’une facture, d’un acompte ou d’un avoir, préparé par cette personne. */
const preparer = (par: Connectee, centimes: number, genre = 'facture', etat = 'a-viser') =>
  base.maintenance((tx) =>
    poserProjetAViser(tx, { organisme, activite, par: par.personne }, { genre, centimes, etat }),
  )
const comme = <T>(qui: Connectee, faire: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(organisme, { personne: qui.personne, portee: '*' }, faire)
const forcerFacture = (qui: Connectee, projet: string, version = 1) =>
  codeSql(() =>
    comme(qui, (tx) =>
      sql`insert into facturation.visa (id, activite_id, projet_id, version, decision, le)
        values (${newId()}::uuid, ${activite}::uuid, ${projet}::uuid, ${version}, 'accorde', now())`.execute(
        tx,
      ),
    ),
  )
const etatDe = async (piece: string) =>
  comme(yann, async (tx) => (await visasDeLaCae.etats(tx, [piece as never])).get(piece as never))
const jour = (dans: number) => {
  return formaterDate(ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), dans), 'chiffres')
}
const donner = (par: Connectee, a: Connectee, autres: Record<string, string | string[]> = {}) =>
  par.aller('/visas/plafonds', {
    personne: a.personne,
    pour: 'soi',
    genres: 'devis',
    montant: '1 500',
    cumul: '',
    du: jour(0),
    au: '',
    ...autres,
  })
const revoquer = async (compte: Connectee) => {
  const { rows } = await base.maintenance((tx) =>
    sql<{
      id: string
    }>`select id from cae.plafond where compte_id = ${compte.personne} and revoque_le is null`.execute(tx),
  )
  for (const { id } of rows) await claire.aller(`/visas/plafonds/${id}`, {})
}
/** Une borne ôtée retire le genre : la direction en redonne une, très haute. */
const rendre = async (genres: string | string[] = 'devis') => {
  await revoquer(yann)
  expect((await donner(claire, yann, { pour: 'autres', genres, montant: '1 000 000' })).statut).toBe(303)
}

describe('un plafond', () => {
  it('laisse une entrepreneure viser ses devis, et pas un centime au-dessus', async () => {
    const [sous, dessus, convention] = [
      await emettre(salome, 150_000),
      await emettre(salome, 150_001),
      await emettre(salome, 100, 'convention'),
    ]
    expect(await forcer(salome, sous.id)).toBe('42501')
    expect((await donner(yann, salome)).statut).toBe(303)
    const page = await salome.aller(`/visas/${sous.id}`)
    expect(page.texte).toContain('1 500,00 €')
    expect(page.texte).not.toContain('Refuser le visa')
    expect((await salome.aller(`/visas/${dessus.id}`)).statut).toBe(403)
    // Une page refusée n’ouvre rien : l’ouverture n’est pas notée.
    const { rows: ouvertes } = await base.maintenance((tx) =>
      sql<{
        piece: string
      }>`select piece_id as piece from cae.ouverture where compte_id = ${salome.personne}`.execute(tx),
    )
    expect(ouvertes.map((o) => o.piece)).toEqual([sous.id])
    expect((await salome.aller(`/visas/${dessus.id}`, { geste: 'accorder', motif: '' })).texte).toContain(
      'dépasse votre plafond',
    )
    expect(await forcer(salome, dessus.id)).toBe('23514')
    // Un autre genre n’est pas couvert, et elle ne refuse la pièce de personne.
    expect(await forcer(salome, convention.id)).toBe('42501')
    expect((await salome.aller(`/visas/${sous.id}`, { geste: 'refuser', motif: 'parce que' })).statut).toBe(
      403,
    )
    expect((await salome.aller(`/visas/${sous.id}`, { geste: 'accorder', motif: '' })).statut).toBe(303)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        montant: string
        plafonne: boolean
      }>`select montant_centimes::text as montant, plafond_id is not null as plafonne from cae.visa where piece_id = ${sous.id}`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ montant: '150000', plafonne: true }])
    await revoquer(salome)
  })

  it('ne vaut que pour ses propres pièces, et cesse à l’instant où il est révoqué', async () => {
    await donner(yann, salome)
    const [sienne, celle] = [await emettre(salome, 10_000), await emettre(autre, 10_000)]
    expect(await forcer(salome, celle.id)).toBe('42501')
    expect((await salome.aller(`/visas/${sienne.id}`)).statut).toBe(200)
    await revoquer(salome)
    expect((await salome.aller(`/visas/${sienne.id}`, { geste: 'accorder', motif: '' })).statut).not.toBe(303)
    expect(await forcer(salome, sienne.id)).toBe('42501')
    // Révoqué, il ne revit pas ; révoquer se signe de son nom.
    const changer = (suite: RawBuilder<unknown>) =>
      base.enTantQue(organisme, { personne: yann.personne, portee: '*' }, async (tx) =>
        Number(
          (await sql`update cae.plafond set ${suite} where compte_id = ${salome.personne}::uuid`.execute(tx))
            .numAffectedRows,
        ),
      )
    expect(await changer(sql`revoque_le = null, revoque_par = null`)).toBe(0)
    await donner(yann, salome)
    expect(
      await codeSql(() => changer(sql`revoque_le = now(), revoque_par = ${claire.personne}::uuid`)),
    ).toBe('42501')
    await revoquer(salome)
  })

  it('ne se donne pas à soi-même ; la direction seule borne l’équipe d’appui, et seule défait sa borne', async () => {
    expect((await donner(yann, yann)).texte).toContain('vous ne vous le donnez pas')
    expect((await donner(yann, claire, { pour: 'autres' })).texte).toContain('Seule la direction borne')
    expect((await donner(salome, autre)).statut).toBe(403)
    const borner = (par: Connectee, a: Connectee, pour: string) =>
      codeSql(() =>
        base.enTantQue(organisme, { personne: par.personne, portee: '*' }, (tx) =>
          sql`insert into cae.plafond (id, compte_id, pour, genre, plafond_centimes, du) values (${newId()}::uuid, ${a.personne}::uuid, ${pour}, 'avenant', 1, current_date)`.execute(
            tx,
          ),
        ),
      )
    expect([
      await borner(claire, claire, 'soi'),
      await borner(yann, claire, 'autres'),
      await borner(salome, autre, 'soi'),
    ]).toEqual(['23514', '42501', '42501'])
    expect((await donner(claire, yann, { pour: 'autres', montant: '5 000' })).statut).toBe(303)
    const [sous, dessus] = [await emettre(salome, 500_000), await emettre(salome, 500_001)]
    expect([await forcer(yann, sous.id), await forcer(yann, dessus.id)]).toEqual([undefined, '23514'])
    expect((await yann.aller('/visas')).texte).toContain('au-dessus de votre plafond')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select id from cae.plafond where compte_id = ${yann.personne} and revoque_le is null`.execute(tx),
    )
    const sienne = rows[0]?.id as PlafondId
    expect(
      await base.enTantQue(organisme, { personne: yann.personne, portee: '*' }, (tx) =>
        fermerPlafond(tx, sienne, new Date()),
      ),
    ).toBe(false)
    expect(await forcer(claire, dessus.id)).toBeUndefined()
    await rendre()
  })

  it('tient le cumul du mois sous huit visas au même instant', async () => {
    // Ce qu’un plafond d’avant lui a laissé viser ce mois-ci compte au suivant.
    const { rows: deja } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select coalesce(sum(montant_centimes), 0)::int4 as n from cae.visa v join documents.piece p on p.organisme_id = v.organisme_id and p.id = v.piece_id
        where p.genre = 'devis' and v.par = ${salome.personne} and v.plafond_id is not null`.execute(tx),
    )
    const cumul = (450_000 + (deja[0]?.n ?? 0)) / 100
    await donner(yann, salome, { montant: '1 000', cumul: String(cumul).replace('.', ',') })
    const pieces = await Promise.all(Array.from({ length: 8 }, () => emettre(salome, 100_000)))
    const codes = await Promise.all(pieces.map((p) => forcer(salome, p.id)))
    expect(codes.filter((c) => c === undefined)).toHaveLength(4)
    expect(new Set(codes)).toEqual(new Set([undefined, '23514']))
    await revoquer(salome)
  })

  it('deux plafonds du même genre aux mêmes dates ne se donnent pas ; deux genres d’un formulaire, tous ou aucun', async () => {
    expect((await donner(yann, autre)).statut).toBe(303)
    const r = await donner(yann, autre, { genres: ['avenant', 'devis'] })
    expect([r.statut, r.texte]).toEqual([409, expect.stringContaining('révoquez-le d’abord')])
    const { texte } = await yann.aller('/visas/plafonds')
    expect(texte.match(/en vigueur/g)).toHaveLength(2)
    expect(await donner(yann, autre, { du: jour(2), au: jour(1) })).toMatchObject({
      statut: 422,
      texte: expect.stringContaining('vient avant le premier'),
    })
    expect((await donner(yann, autre, { cumul: '10', genres: 'contrat' })).texte).toContain(
      'au moins le plafond',
    )
    // Un montant sans mesure, une personne d’ailleurs, un plafond inconnu : une phrase ou un 404, jamais une panne.
    expect((await donner(yann, autre, { montant: '9 999 999 999' })).texte).toContain('un milliard d’euros')
    expect((await donner(yann, m.lecteur)).texte).toContain('n’est pas de la coopérative')
    expect((await yann.aller(`/visas/plafonds/${newId()}`, {})).statut).toBe(404)
    await revoquer(autre)
  })
})

describe('la file', () => {
  it('ne met dans un lot que ce que la personne a ouvert ; ce qui manque est dit, le reste est visé', async () => {
    const [une, deux, jamais] = [
      await emettre(salome, 100),
      await emettre(salome, 200),
      await emettre(salome, 300),
    ]
    for (const { id } of [une, deux]) await yann.aller(`/visas/${id}`)
    expect((await yann.aller('/visas', {})).texte).toContain('Cochez au moins une pièce')
    const r = await yann.aller('/visas', { pieces: [une.id, deux.id, jamais.id] })
    expect(r.texte).toContain(`${jamais.numero} : Vous ne l’avez pas ouverte`)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
        lots: number
      }>`select count(*)::int4 as n, count(distinct lot_id)::int4 as lots from cae.visa where piece_id = any (${`{${une.id},${deux.id},${jamais.id}}`}::uuid[])`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ n: 2, lots: 1 }])
  })

  it('refuse à la seule pièce dont le plafond vient d’être révoqué, et vise les autres du lot', async () => {
    await revoquer(yann)
    await donner(claire, yann, { pour: 'autres', genres: 'devis', montant: '10' })
    const [devis, convention] = [await emettre(salome, 500), await emettre(salome, 500, 'convention')]
    for (const { id } of [devis, convention]) await yann.aller(`/visas/${id}`)
    await revoquer(yann)
    await donner(claire, yann, { pour: 'autres', genres: 'devis', montant: '1' })
    const r = await yann.aller('/visas', { pieces: [devis.id, convention.id] })
    expect(r.texte).toContain(`${devis.numero} : Son prix dépasse votre plafond`)
    // En SQL de même : celle-là seule se refuse, l’autre l’est déjà.
    expect([await forcer(yann, devis.id), await forcer(yann, convention.id)]).toEqual(['23514', '23505'])
    // Révoqué sans un autre, entre l’aperçu et le geste : elle seule encore, par la page comme en SQL.
    await rendre()
    const [seule, autres] = [await emettre(salome, 500), await emettre(salome, 500, 'convention')]
    for (const { id } of [seule, autres]) await yann.aller(`/visas/${id}`)
    await revoquer(yann)
    const sans = await yann.aller('/visas', { pieces: [seule.id, autres.id] })
    expect(sans.texte).toContain('1 pièce laissée')
    expect(sans.texte).toContain(`${seule.numero} : Vous n’avez pas, ou plus, de plafond pour ce genre`)
    expect([await forcer(yann, seule.id), await forcer(yann, autres.id)]).toEqual(['42501', '23505'])
    await rendre()
  })

  it('révoqué ou échu, sans un autre, un plafond retire son genre à l’équipe d’appui, et n’ouvre rien', async () => {
    const genres = ['contrat', 'facture', 'avenant']
    await donner(claire, yann, { pour: 'autres', genres, montant: '10' })
    const [petite, chere, facture, convention] = [
      await emettre(salome, 500, 'contrat'),
      await emettre(salome, 9_000_000, 'contrat'),
      await preparer(salome, 500),
      await emettre(salome, 500, 'convention'),
    ]
    for (const id of [petite.id, chere.id, facture, convention.id]) await yann.aller(`/visas/${id}`)
    await revoquer(yann)
    const r = await yann.aller('/visas', { pieces: [petite.id, chere.id, facture, convention.id] })
    for (const { numero } of [petite, chere])
      expect(r.texte).toContain(`${numero} : Vous n’avez pas, ou plus, de plafond pour ce genre`)
    expect(r.texte).toContain('3 pièces laissées')
    expect(r.texte).toContain('vous n’avez plus de plafond de ce genre')
    expect((await yann.aller(`/visas/${petite.id}`)).texte).toContain('l’équipe d’appui ou la direction vise')
    expect([
      await forcer(yann, petite.id),
      await forcer(yann, chere.id),
      await forcerFacture(yann, facture),
      await forcer(yann, convention.id),
    ]).toEqual(['42501', '42501', '42501', '23505'])
    // Il le refuse encore : refuser n’engage pas.
    expect((await yann.aller(`/visas/${chere.id}`, { geste: 'refuser', motif: 'Trop cher.' })).statut).toBe(
      303,
    )
    await donner(claire, yann, { pour: 'autres', genres: 'avenant', du: jour(-9), au: jour(-1) })
    const avenant = await emettre(salome, 500, 'avenant')
    expect(await forcer(yann, avenant.id)).toBe('42501')
    expect((await claire.aller('/visas/plafonds')).texte).toContain('révoqué ou échu, et sans un autre')
    for (const { id } of [petite, avenant]) expect(await forcer(claire, id)).toBeUndefined()
    expect(await forcerFacture(claire, facture)).toBeUndefined()
    await rendre(['devis', ...genres])
  })

  it('dit l’attente médiane, se filtre par genre, se range par prix', async () => {
    const [petite, grande] = [await emettre(salome, 100, 'avenant'), await emettre(salome, 90_000, 'avenant')]
    const { texte } = await yann.aller('/visas?genre=avenant&tri=montant')
    expect(texte).toMatch(/la moitié des visas arrivent en/)
    expect(texte.indexOf(grande.numero)).toBeLessThan(texte.indexOf(petite.numero))
    expect((await yann.aller('/visas?genre=contrat')).texte).toContain('Aucune pièce qui attend ne répond')
    // Ce qui ne se lit pas ne filtre rien, et n’atteint pas la base.
    for (const nom of ['q', 'genre', 'enseigne', 'auMoins', 'age', 'tri', 'lot'])
      expect((await yann.aller(`/visas?${nom}=%00`)).statut, nom).toBe(200)
  })

  it('s’exporte entière, même au-delà de ce qu’elle montre', async () => {
    await base.maintenance((tx) =>
      sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le, emise_par)
        select ${organisme}, gen_random_uuid(), ${activite}, 'devis', 'LOT-' || n, 'essai.v1', '{"prix":{"totalHT":1}}', sha256(n::text::bytea),
          encode(sha256(n::text::bytea), 'hex'), 1, 'Atelier', 'atelier', 'essai', gen_random_uuid(), now() + interval '1 hour', ${salome.personne}
          from generate_series(1, 210) n`.execute(tx),
    )
    expect((await yann.aller('/visas')).texte).toContain('Plus de 200 pièces')
    expect((await yann.aller('/visas.csv')).texte.match(/^LOT-/gm)).toHaveLength(210)
    await base.maintenance((tx) => sql`delete from documents.piece where numero like 'LOT-%'`.execute(tx))
  })

  it('une autre coopérative n’ouvre ni la pièce, ni les plafonds', async () => {
    const p = await emettre(salome, 100)
    expect((await m.lecteur.aller(`/visas/${p.id}`)).statut).toBe(404)
    expect((await m.lecteur.aller(`/visas/${p.id}`, { geste: 'accorder', motif: '' })).statut).toBe(404)
    expect((await autre.aller(`/visas/${p.id}`, { geste: 'accorder', motif: '' })).statut).toBe(403)
    expect((await m.lecteur.aller('/visas/plafonds')).texte).toContain('Personne n’a de plafond')
  })
})

describe('une facture, un acompte, un avoir', () => {
  it('se visent dans la même file, avant d’être émis, et dans la version que la personne a ouverte', async () => {
    const [facture, avoir, devis] = [
      await preparer(salome, 50_000),
      await preparer(salome, 20_000, 'avoir'),
      await emettre(salome, 700),
    ]
    expect((await yann.aller('/visas?genre=facture&age=7')).texte).toContain('Facture pour Paula Payeuse')
    expect((await yann.aller('/visas?genre=facture&auMoins=1000')).texte).toContain('ne répond à ce choix')
    for (const id of [facture, avoir, devis.id]) expect((await yann.aller(`/visas/${id}`)).statut).toBe(200)
    await base.maintenance((tx) =>
      sql`update facturation.projet set version = 2 where id = ${facture}`.execute(tx),
    )
    const r = await yann.aller('/visas', { pieces: [facture, avoir, devis.id] })
    expect(r.texte).toContain('Vous ne l’avez pas ouverte')
    expect(
      (await yann.aller(`/visas/${facture}`, { geste: 'accorder', motif: '', version: '1' })).statut,
    ).toBe(409)
    expect(
      (await yann.aller(`/visas/${facture}`, { geste: 'refuser', motif: 'Une heure de trop.', version: '2' }))
        .statut,
    ).toBe(303)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        decision: string
        version: number
        montant: number
      }>`select decision, version, montant_centimes::float8 as montant from facturation.visa
        where projet_id = any (${`{${facture},${avoir}}`}::uuid[]) order by decision`.execute(tx),
    )
    expect(rows).toEqual([
      { decision: 'accorde', version: 1, montant: 20_000 },
      { decision: 'refuse', version: 2, montant: 50_000 },
    ])
    expect(await etatDe(devis.id)).toEqual({ etat: 'accorde' })
  })

  it('suivent les plafonds, leur version, et partent pour le montant visé, même en SQL', async () => {
    await donner(yann, salome, { genres: ['facture', 'avoir'], montant: '100' })
    const [sous, dessus, acompte, autrui] = [
      await preparer(salome, 10_000),
      await preparer(salome, 10_001, 'avoir'),
      await preparer(salome, 1, 'acompte'),
      await preparer(autre, 1),
    ]
    expect(await forcerFacture(salome, sous, 2)).toBe('23514')
    expect([
      await forcerFacture(salome, sous),
      await forcerFacture(salome, dessus),
      await forcerFacture(salome, acompte),
      await forcerFacture(salome, autrui),
    ]).toEqual([undefined, '23514', '42501', '42501'])
    // Visé à cent euros, il ne part pas à neuf mille : les lignes changées sans changer de version n’y font rien.
    const facturer = async (qui: Connectee, projet: string, ht: number) => {
      const piece = await emettre(salome, ht, 'facture')
      return codeSql(() =>
        comme(qui, (tx) =>
          sql`insert into facturation.facture (id, activite_id, provenance, genre, outil, numero, piece_id, projet_id, emise_le, payeur_personne_id, payeur_nom, pli,
              total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le)
            values (${newId()}::uuid, ${activite}::uuid, 'emise', 'facture', 'coforme', ${piece.numero}, ${piece.id}::uuid, ${projet}::uuid, current_date,
              (select payeur_personne_id from facturation.projet where id = ${projet}::uuid),
              'Paula', 'paula', ${ht}, 0, ${ht}, now())`.execute(tx),
        ),
      )
    }
    await comme(salome, async (tx) => {
      await sql`delete from facturation.projet_ligne where projet_id = ${sous}::uuid`.execute(tx)
      await sql`insert into facturation.projet_ligne (id, activite_id, projet_id, rang, nature, libelle, quantite_millemes, unite, prix_centimes, montant_ht_centimes, taux_points)
        values (${newId()}::uuid, ${activite}::uuid, ${sous}::uuid, 0, 'hors-formation', 'Conseil', 1000, 'forfait', 900000, 900000, 0)`.execute(
        tx,
      )
    })
    // Ni de la main de qui vise sans borne : lui aussi vise d’abord.
    expect([
      await facturer(salome, sous, 900_000),
      await facturer(yann, autrui, 1),
      await facturer(salome, sous, 10_000),
    ]).toEqual(['42501', '42501', undefined])
    await revoquer(salome)
  })
})

describe('au-dessus d’un montant', () => {
  const visee = async (piece: string) => (await etatDe(piece))?.etat === 'accorde'
  const accorder = (qui: Connectee, piece: string) =>
    qui.aller(`/visas/${piece}`, { geste: 'accorder', motif: '' })
  const suite = (qui: Connectee, piece: string, genre: string) =>
    codeSql(() =>
      comme(qui, (tx) =>
        sql`insert into cae.suite_de_visa (activite_id, id, piece_id, genre, note, le)
          values (${activite}::uuid, ${newId()}::uuid, ${piece}::uuid, ${genre}, 'parce que', now())`.execute(
          tx,
        ),
      ),
    )

  it('deux personnes visent, ni l’une ni l’autre n’a émis la pièce ; la seconde peut refuser', async () => {
    expect((await yann.aller('/visas/absences/seuil', { genre: 'devis', montant: '1 000' })).statut).toBe(403)
    expect((await claire.aller('/visas/absences/seuil', { genre: 'devis', montant: '1 000' })).statut).toBe(
      303,
    )
    const [juste, cher, refuse] = [
      await emettre(salome, 100_000),
      await emettre(salome, 100_001),
      await emettre(salome, 200_000),
    ]
    // Qui vise peut refuser, dès le premier visa comme au second.
    expect((await yann.aller(`/visas/${cher.id}`)).texte).toContain('Refuser le visa')
    for (const p of [juste, cher, refuse]) expect((await accorder(yann, p.id)).statut).toBe(303)
    expect((await claire.aller(`/visas/${refuse.id}`)).texte).toContain('Refuser le visa')
    expect([await visee(juste.id), await visee(cher.id)]).toEqual([true, false])
    expect((await yann.aller('/visas')).texte).toContain('vous avez donné le premier visa')
    expect((await accorder(yann, cher.id)).texte).toContain('une autre personne donne le second')
    expect([
      await suite(yann, cher.id, 'second'),
      await suite(salome, cher.id, 'second'),
      await suite(claire, juste.id, 'second'),
      // Un premier visa ne se donne pas deux fois pour en faire deux.
      await forcer(claire, cher.id),
    ]).toEqual(['42501', '42501', '42501', '23505'])
    expect((await accorder(claire, cher.id)).statut).toBe(303)
    expect(await visee(cher.id)).toBe(true)
    const aSigner = () =>
      base.enTantQue(organisme, { personne: yann.personne, portee: '*' }, (tx) => piecesASigner(tx, activite))
    const attend = async () => (await aSigner()).some((p) => (p.id as string) === refuse.id)
    expect(await attend()).toBe(true)
    await claire.aller(`/visas/${refuse.id}`, { geste: 'refuser', motif: 'Le prix n’est pas le nôtre.' })
    expect(await etatDe(refuse.id)).toEqual({ etat: 'refuse', motif: 'Le prix n’est pas le nôtre.' })
    // Refusée au second visa, elle ne reste pas « à signer » de qui s’en va.
    expect(await attend()).toBe(false)
    expect(await suite(claire, refuse.id, 'second')).toBe('42501')
    expect((await claire.aller('/visas/absences/oter', { genre: 'devis' })).statut).toBe(303)
  })

  it('un accord sous conditions ne laisse rien partir avant que la personne dise que c’est fait', async () => {
    const p = await emettre(salome, 300)
    const sous = (conditions: string) =>
      yann.aller(`/visas/${p.id}`, { geste: 'sous-conditions', conditions, motif: '' })
    expect((await sous('')).statut).toBe(422)
    expect((await sous('Joindre le programme.')).statut).toBe(303)
    expect(await etatDe(p.id)).toMatchObject({ etat: 'attendu', suite: { href: `/visas/${p.id}` } })
    expect((await salome.aller(`/visas/${p.id}`)).texte).toContain('Joindre le programme.')
    const lever = (qui: Connectee, motif: string) => qui.aller(`/visas/${p.id}`, { geste: 'lever', motif })
    expect((await autre.aller(`/visas/${p.id}`)).statut).toBe(404)
    expect([(await lever(autre, 'C’est fait.')).statut, await suite(autre, p.id, 'levee')]).toEqual([
      404,
      '42501',
    ])
    expect((await lever(salome, '')).statut).toBe(422)
    expect(await visee(p.id)).toBe(false)
    expect((await lever(salome, 'Il est joint.')).statut).toBe(303)
    expect(await visee(p.id)).toBe(true)
  })
})

describe('une absence', () => {
  const suppleer = (par: Connectee, compte: Connectee, suppleant: Connectee, au = jour(5)) =>
    par.aller('/visas/absences/suppleer', {
      compte: compte.personne,
      suppleant: suppleant.personne,
      du: jour(0),
      au,
    })

  it('donne à qui supplée les plafonds de la personne absente, hors de ses propres pièces, et jusqu’au dernier jour', async () => {
    const [sienne, petite, chere] = [
      await emettre(autre, 100),
      await emettre(salome, 100),
      await emettre(salome, 50_000),
    ]
    expect(await forcer(autre, petite.id)).toBe('42501')
    await revoquer(yann)
    await donner(claire, yann, { pour: 'autres', montant: '10' })
    expect((await suppleer(yann, claire, autre)).texte).toContain('la direction dit celle d’une autre')
    expect((await suppleer(claire, yann, claire)).texte).toContain('Une autre personne vous nomme')
    expect(await suppleer(yann, yann, autre, jour(-1))).toMatchObject({
      statut: 422,
      texte: expect.stringContaining('vient avant le premier'),
    })
    expect((await suppleer(yann, yann, autre)).statut).toBe(303)
    expect((await suppleer(claire, yann, salome)).texte).toContain('déjà suppléée')
    expect(
      await codeSql(() =>
        comme(salome, (tx) =>
          sql`insert into cae.absence (id, compte_id, suppleant_id, du, au)
            values (${newId()}::uuid, ${claire.personne}::uuid, ${autre.personne}::uuid, current_date, current_date)`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    expect((await autre.aller(`/visas/${petite.id}`)).texte).toContain('à la place d’une personne absente')
    expect([await forcer(autre, sienne.id), await forcer(autre, chere.id)]).toEqual(['42501', '42501'])
    expect((await autre.aller(`/visas/${petite.id}`, { geste: 'accorder', motif: '' })).statut).toBe(303)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        par: string
        pour: string
      }>`select par, supplee_id as pour from cae.visa where piece_id = ${petite.id}`.execute(tx),
    )
    expect(rows).toEqual([{ par: autre.personne, pour: yann.personne }])
    // Le premier visa donné en son nom est le sien : elle, ou qui la supplée, ne donne pas le second.
    await claire.aller('/visas/absences/seuil', { genre: 'devis', montant: '1' })
    const deux = await emettre(salome, 900)
    expect((await autre.aller(`/visas/${deux.id}`, { geste: 'accorder', motif: '' })).statut).toBe(303)
    const second = (qui: Connectee) =>
      codeSql(() =>
        comme(qui, (tx) =>
          sql`insert into cae.suite_de_visa (activite_id, id, piece_id, genre, note, le)
            values (${activite}::uuid, ${newId()}::uuid, ${deux.id}::uuid, 'second', '', now())`.execute(tx),
        ),
      )
    expect((await yann.aller(`/visas/${deux.id}`)).texte).toContain('il l’a été en votre nom')
    expect([await second(yann), await second(autre), await second(claire)]).toEqual([
      '42501',
      '42501',
      undefined,
    ])
    await claire.aller('/visas/absences/oter', { genre: 'devis' })
    const { rows: absences } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from cae.absence where revoquee_le is null`.execute(tx),
    )
    expect((await yann.aller('/visas/absences/finir', { absence: absences[0]?.id ?? '' })).statut).toBe(303)
    expect(await forcer(autre, (await emettre(salome, 100)).id)).toBe('42501')
    await rendre()
  })
})

it('au hasard : la base et la page répondent comme la règle, quels que soient la pièce, le montant et le plafond que la personne croit avoir', async () => {
  const tirage = fc.record({
    ht: fc.option(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(199, 200, 201)), { freq: 20 }),
    genre: fc.constantFrom('devis', 'convention', 'contrat', 'avenant', 'facture', 'avoir', 'acompte'),
    sienne: fc.boolean(),
    parLaPage: fc.boolean(),
  })
  const vises = async (id: string) => {
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select (select count(*) from cae.visa where piece_id = ${id})::int4 + (select count(*) from facturation.visa where projet_id = ${id})::int4 as n`.execute(
        tx,
      ),
    )
    return rows[0]?.n
  }
  await donner(yann, autre, { genres: ['devis', 'avenant', 'facture', 'avoir'], montant: '2' })
  const pieces = fc.sample(tirage, Number(process.env.COFORME_PIECES ?? 150))
  for (const p of pieces) {
    const surProjet = ['facture', 'avoir', 'acompte'].includes(p.genre)
    const par = p.sienne ? autre : salome
    const ht = surProjet ? (p.ht ?? 0) : p.ht
    const id = surProjet ? await preparer(par, ht ?? 0, p.genre) : (await emettre(par, ht, p.genre)).id
    const couverte = p.sienne && ['devis', 'avenant', 'facture', 'avoir'].includes(p.genre)
    const sous = couverte && ht !== null && ht <= 200
    if (p.parLaPage)
      await autre.aller(`/visas/${id}`, { geste: 'accorder', motif: '', version: surProjet ? '1' : '' })
    else
      expect(await (surProjet ? forcerFacture : forcer)(autre, id), JSON.stringify(p)).toBe(
        sous ? undefined : couverte ? '23514' : '42501',
      )
    expect(await vises(id), JSON.stringify(p)).toBe(sous ? 1 : 0)
  }
})
