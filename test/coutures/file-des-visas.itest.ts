// Long parce que tous les genres se visent dans un même monde : deux fichiers coûteraient chacun leur base.
/**
 * La file des visas d’une coopérative d’activité, tous les genres ensemble : pièces émises, factures, missions, biens prêtés, achats rejoints. Quatre-vingts
 * d’entre eux chez Yann, puis ce que la base tient de ceux qui n’ont pas de pièce.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { cae } from '#modules/cae/index.ts'
import { genresVisesDesEchanges } from '#modules/mutualisation/index.ts'
import { poleModule } from '#modules/pole/index.ts'
import { genresVisesDesAchats, moduleRessources } from '#modules/ressources/index.ts'
import { poserEnseigne } from '#modules/sessions/test/cooperatives.ts'
import { trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { contributionsCae } from '../../src/modules/cae/contributions/aujourdhui.ts'
import { poserSeuil } from '../../src/modules/cae/db/absences.ecritures.ts'
import { supplee } from '../../src/modules/cae/db/visas.ts'
import { sansPrises } from '../../src/modules/cae/prises.ts'
import { poserPieceAViser, poserProjetAViser } from '../../src/modules/cae/test/poser-visas.ts'
import { avertirOrganisme } from '../../src/modules/etapes/jobs/resume.job.ts'
import type { PrisesEtapes } from '../../src/modules/etapes/prises.ts'
import type { FicheId } from '../../src/modules/mutualisation/domain/vivier.ts'
import { moduleMutualisation } from '../../src/modules/mutualisation/module.ts'
import { ouvrirFiche } from '../../src/modules/mutualisation/test/ouvrir-fiche.ts'
import { poserDecision, poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserMission, poserReponse } from '../../src/modules/mutualisation/test/poser-mission.ts'
import { poserReservation } from '../../src/modules/mutualisation/test/poser-reservation.ts'
import { poserAchatRetenu } from '../../src/modules/ressources/test/poser-achat.ts'
import { codeSql } from '../base/index.ts'
import { ajouterPlafond, fermerPlafond, type PlafondId } from '../base/plafonds.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'
import {
  capturer,
  deuxEcrans,
  type Navigateur,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../navigateur/index.ts'

const navette = newId<'Activite'>() as ActiviteId
const m = await monde({
  modules: [
    poleModule,
    cae({ ...sansPrises, genresAViser: [...genresVisesDesEchanges, ...genresVisesDesAchats] }),
    moduleMutualisation(),
    moduleRessources(),
  ],
  coops: { tisserands: 'Les Tisserands', langue: 'Langue & Lien' },
  gens: {
    claire: { roles: ['responsable'] },
    yann: { roles: ['equipe-appui'] },
    salome: { roles: ['formateur'] },
    // Elle vise pour une seule enseigne : ce qui est à toute la coopérative ne lui est pas montré.
    lea: { roles: ['equipe-appui'], portee: [navette] },
    compta: { roles: ['comptable'] },
    gael: { roles: ['comptable'] },
    ana: { roles: ['responsable'], chez: 'langue' },
    ines: { roles: ['assistant'] },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, claire, yann, salome, lea, ines, compta, gael, ana } = m
const { organisme } = m.coops.tisserands
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, claire]))
const commune = await base.maintenance(async (tx) => {
  await sql`update organisme.organisme set forme = 'scop', societe = 'SARL', cae = true where organisme_id = ${organisme}`.execute(
    tx,
  )
  await poserEnseigne(tx, { organisme, neuve: navette }, 'La Navette')
  const { rows } = await sql<{ id: ActiviteId }>`select id from organisme.activite
    where organisme_id = ${organisme} and id <> ${navette} limit 1`.execute(tx)
  return rows[0]?.id as ActiviteId
})
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const plafonner = async (genre: string, montant: number, cumul: number | null = null, a = yann) => {
  const id = newId<'Plafond'>() as PlafondId
  await en(claire, (tx) =>
    ajouterPlafond(tx, {
      id,
      compte: a.personne,
      pour: a === yann ? 'autres' : 'soi',
      genre,
      montant,
      cumul,
      du: aujourdhui,
      au: null,
    }),
  )
  return id
}
/** Un plafond que rien n’atteint ici. */
const LARGE = 100_000_000
const revoquer = (id: PlafondId) => en(claire, (tx) => fermerPlafond(tx, id, new Date()))
/** La demande de rejoindre un achat du pôle, par sa page ; rend l’achat. */
const rejoindre = async (objet: string, centimes: number, quantite = 1, qui = compta) => {
  const achat = await base.maintenance(async (tx) =>
    poserAchatRetenu(tx, {
      pole,
      conduit: ana,
      decision: await poserDecision(tx, pole, ana),
      objet,
      centimes,
    }),
  )
  expect((await qui.poster(`/achats/${achat}/rejoindre`, { quantite: String(quantite) })).statut).toBe(303)
  const { rows } = await base.maintenance((tx) =>
    sql<{
      id: string
    }>`select id from ressources.demande_de_part where achat_id = ${achat} and finie_le is null`.execute(tx),
  )
  return { achat, id: rows[0]?.id ?? '' }
}
let dans = 10
const mission = (centimes?: number) => {
  dans += 1
  const jour = ajouterJours(aujourdhui, dans)
  return base.maintenance((tx) =>
    poserMission(tx, {
      pole,
      recoit: ana,
      envoie: salome,
      etat: 'option',
      jour,
      ...(centimes ? { centimes } : {}),
    }),
  )
}
const louer = async (titre: string, centimes: number) => {
  dans += 1
  const dansJours = dans
  return (
    await base.maintenance((tx) =>
      poserReservation(tx, { pole, prete: organisme, demande: ana, titre, centimes, dansJours }),
    )
  ).reservation
}
/** De même, et l’adresse où sa page répond. */
const louerIci = async (titre: string, centimes: number) => {
  const id = await louer(titre, centimes)
  const { rows } = await base.maintenance((tx) =>
    sql<{ bien: string }>`select bien_id as bien from mutualisation.reservation where id = ${id}`.execute(tx),
  )
  return { id, page: `/biens-pretes/${rows[0]?.bien}/repondre` }
}
/** Inès, qui ne vise rien, demande un bien d’une autre coopérative ; rend sa page, et la réservation. */
const louerAilleurs = async (titre: string) => {
  dans += 1
  const jour = ajouterJours(aujourdhui, dans)
  const { bien } = await base.maintenance((tx) =>
    poserReservation(tx, {
      pole,
      prete: ana.organisme,
      demande: salome,
      titre,
      centimes: 1001,
      dansJours: 90,
    }),
  )
  // Un bien que sa coopérative prête sans répondre : seule la nôtre a quelque chose à dire.
  await base.maintenance((tx) =>
    sql`update mutualisation.bien set visa = false where id = ${bien}`.execute(tx),
  )
  const page = `/biens-pretes/${bien}`
  const champs = { objet: 'Un atelier', jour: formaterDate(jour, 'chiffres'), debut: '9 h', fin: '11 h' }
  const r = await ines.poster(`${page}/demander`, champs)
  expect(r.statut, r.texte).toBe(303)
  const { rows } = await base.maintenance((tx) =>
    sql<{
      id: string
    }>`select id from mutualisation.reservation where bien_id = ${bien} and objet = 'Un atelier' and a_viser`.execute(
      tx,
    ),
  )
  return { page, id: rows[0]?.id ?? '' }
}
/** Ce qui est vraiment engagé : missions visées, biens réservés, achats rejoints. */
const engage = async (ids: readonly string[]) => {
  const liste = `{${ids.join(',')}}`
  const { rows } = await base.maintenance((tx) =>
    sql<{
      id: string
    }>`select id from mutualisation.mission where id = any (${liste}::uuid[]) and visa_coop_le is not null
      union all select id from mutualisation.reservation where id = any (${liste}::uuid[]) and etat = 'ferme'
      union all select d.id from ressources.demande_de_part d join ressources.participation p on p.organisme_id = d.organisme_id and p.achat_id = d.achat_id
        where d.id = any (${liste}::uuid[]) and p.quantite = d.quantite`.execute(tx),
  )
  return rows.map((r) => r.id)
}
const accorder = (qui: Connectee, id: string, plus: Record<string, string> = {}) =>
  qui.aller(`/visas/${id}`, { geste: 'accorder', motif: '', ...plus })
/** Yann vise ce qu’on veut ici, sous des plafonds que rien n’atteint ; ceux d’avant sont révoqués. */
const accorderLarge = async (
  genres: readonly string[] = ['achat-rejoint', 'location-d-un-bien', 'contrat-de-mission'],
) => {
  for (const genre of genres) {
    await revoquerTout(genre)
    await plafonner(genre, LARGE)
  }
}
const revoquerTout = async (genre: string) => {
  const { rows } = await base.maintenance((tx) =>
    sql<{
      id: PlafondId
    }>`select id from cae.plafond where compte_id = ${yann.personne} and genre = ${genre} and revoque_le is null`.execute(
      tx,
    ),
  )
  for (const { id } of rows) await revoquer(id)
}
/** La comptable supplée cette personne, d’aujourd’hui à dans cinq jours. */
const suppleer = async (absente: Connectee) =>
  expect(
    (
      await claire.aller('/visas/absences/suppleer', {
        compte: absente.personne,
        suppleant: compta.personne,
        du: formaterDate(aujourdhui, 'chiffres'),
        au: formaterDate(ajouterJours(aujourdhui, 5), 'chiffres'),
      })
    ).statut,
  ).toBe(303)
/** Ce que Yann a visé ce mois-ci de ce genre, tel que la page des plafonds le lit. */
const visesDuMois = (genre: string) =>
  en(claire, async (tx) => {
    const { rows } = await sql<{ n: number }>`select v.centimes::int4 as n from porte.vises_du_mois() v
      join cae.plafond k on k.organisme_id = (select app.organisme()) and k.id = v.plafond and k.revoque_le is null
      where k.compte_id = ${yann.personne} and k.genre = ${genre}`.execute(tx)
    return rows[0]?.n
  })
/** Un pas, par SQL, sous le rôle de l’application. */
const pas = (qui: Connectee, id: string, quoi = 'accord', note = '') =>
  en(qui, async (tx) => {
    const { rows } = await sql<{
      r: string
    }>`select porte.viser_objet(${id}::uuid, ${quoi}, ${note}, null, now()) as r`.execute(tx)
    return rows[0]?.r
  })

describe('quatre-vingts pièces chez Yann', () => {
  let navigateur: Navigateur
  let origine: string
  beforeAll(async () => {
    origine = await m.servir()
    navigateur = await ouvrirNavigateur()
  })
  afterAll(async () => {
    await navigateur?.fermer()
  })

  it('de tous genres, il les choisit, les ouvre, et les vise en deux lots ; la délégation retirée entre-temps n’en retient qu’une', async () => {
    const chez = (activite: ActiviteId) => ({ organisme, activite, par: salome.personne })
    const emises = await base.maintenance(async (tx) => {
      const ids: string[] = []
      for (const [genre, combien] of [
        ['devis', 20],
        ['convention', 12],
        ['contrat', 8],
        ['avenant', 10],
      ] as const)
        for (let i = 0; i < combien; i += 1)
          ids.push(
            (
              await poserPieceAViser(tx, chez(i % 2 ? navette : commune), {
                genre,
                centimes: 40_000 + i * 60_000,
                ilYAHeures: i * 24 + 2,
                numero: `${genre.slice(0, 4).toUpperCase()}-2026-${String(i + 1).padStart(4, '0')}`,
              })
            ).id,
          )
      for (const [genre, combien] of [
        ['facture', 10],
        ['acompte', 4],
        ['avoir', 4],
      ] as const)
        for (let i = 0; i < combien; i += 1)
          ids.push(await poserProjetAViser(tx, chez(navette), { genre, centimes: 30_000 + i * 1000 }))
      return ids
    })
    const missions = [await mission(), await mission(), await mission(), await mission()]
    const prix = [1000, 1500, 2000, 9000]
    const biens: string[] = []
    for (const p of prix) biens.push(await louer(`Grand atelier de إبراهيم-Łukasz, travée ${p}`, p))
    const achats: string[] = []
    for (const [i, p] of prix.entries())
      achats.push((await rejoindre(`Assurance ${i + 1}`, p * 10, i + 1)).id)
    const toutes = [...emises, ...missions, ...biens, ...achats]
    expect(toutes).toHaveLength(80)

    const file = await yann.aller('/visas')
    expect(file.texte).toContain('80 pièces attendent un visa')
    const casesDe = (texte: string) =>
      [...texte.matchAll(/name="pieces" value="([^"]+)"/g)].map(([, id]) => id ?? '')
    expect(new Set(casesDe(file.texte))).toEqual(new Set(toutes))
    const choisies = async (q: string) => casesDe((await yann.aller(`/visas?${q}`)).texte)
    expect(await choisies('genre=achat-rejoint')).toHaveLength(4)
    expect(await choisies('genre=contrat-de-mission')).toEqual(expect.arrayContaining(missions))
    expect(await choisies('genre=location-d-un-bien&q=ibrahim')).toEqual([])
    expect(await choisies(`q=${encodeURIComponent('إبراهيم')}`)).toHaveLength(4)
    expect((await choisies('auMoins=10000')).length).toBe(4)
    expect(await choisies('auMoins=1000&genre=achat-rejoint')).toHaveLength(1)
    expect((await choisies('age=7&genre=devis')).length).toBe(13)
    const deLaNavette = await choisies(`enseigne=${navette}`)
    expect(deLaNavette).toHaveLength(25 + 18)
    expect(deLaNavette).not.toContain(missions[0])
    expect((await choisies('tri=montant'))[0]).toBe(emises[19])
    // Rien d’ouvert : aucune case ne se coche.
    expect(file.texte.match(/name="pieces" value="[^"]+"(?=[^>]*disabled)/g)).toHaveLength(80)

    // Yann les ouvre une à une, chacune mène à la suivante ; sa délégation vaut alors pour les quatre biens, puis la direction la retire et en donne une plus basse.
    const large = await plafonner('location-d-un-bien', 10_000)
    let ouvertes = 0
    for (let page: string | undefined = `/visas/${casesDe(file.texte)[0]}`; page; ) {
      const { statut, texte } = await yann.aller(page)
      expect(statut, page).toBe(200)
      ouvertes += 1
      page = /href="(\/visas\/[0-9a-f-]{36})">Ouvrir la suivante/.exec(texte)?.[1]
      if (!page) expect(texte).toContain('Vous avez tout ouvert')
    }
    expect(ouvertes).toBe(80)
    // Sans script : un lien les coche, cinquante au plus.
    const cochees = (await yann.aller('/visas?lot=ouvertes')).texte
    expect(cochees.match(/name="pieces" value="[^"]+" checked/g)).toHaveLength(50)
    await revoquer(large)
    const basse = await plafonner('location-d-un-bien', 5000)
    const [cher = ''] = biens.slice(-1)
    const premier = [...missions, ...biens, ...achats, ...emises].slice(0, 50)
    const trop = await yann.aller('/visas', { pieces: toutes })
    expect([trop.statut, trop.texte.includes('50 pièces au plus')]).toEqual([422, true])
    expect(await engage(toutes)).toEqual([])
    const un = await yann.aller('/visas', { pieces: premier })
    expect(un.texte).toContain('1 pièce laissée')
    expect(un.texte).toContain('travée 9000 : Son prix dépasse votre plafond')
    expect(casesDe(un.texte)).toHaveLength(31)
    expect(new Set(await engage([...missions, ...biens, ...achats]))).toEqual(
      new Set([...missions, ...biens, ...achats].filter((id) => id !== cher)),
    )
    const deux = await yann.aller('/visas', { pieces: toutes.filter((id) => !premier.includes(id)) })
    expect([deux.statut, deux.vers]).toEqual([303, '/visas'])
    const reste = await yann.aller('/visas')
    expect(reste.texte).toContain('1 pièce attend un visa')
    expect(reste.texte).toContain('au-dessus de votre plafond')
    // Deux envois pour soixante-dix-neuf visas ; la direction vise la dernière.
    const { rows: lots } = await base.maintenance((tx) =>
      sql<{
        n: number
        lots: number
      }>`select count(*)::int4 as n, count(distinct lot_id)::int4 as lots from (select lot_id from cae.visa
        union all select lot_id from cae.pas_de_visa where pas = 'accord') x`.execute(tx),
    )
    expect(lots).toEqual([{ n: 50 + 11, lots: 2 }])
    expect((await accorder(claire, cher)).statut).toBe(303)
    expect((await yann.aller('/visas')).texte).toContain('Aucune pièce n’attend de visa')
    // Révoquée sans une autre, elle ne laisse plus viser de bien : la direction en redonne une.
    await revoquer(basse)
    await plafonner('location-d-un-bien', LARGE)
  })

  it('se lisent à 360 et à 1366 px, quatre-vingts lignes d’une file, sans défaut d’accès ni défilement de côté', async () => {
    await base.maintenance(async (tx) => {
      for (let i = 0; i < 76; i += 1)
        await poserPieceAViser(
          tx,
          { organisme, activite: navette, par: salome.personne },
          { genre: i % 3 ? 'devis' : 'convention', centimes: i * 9000 },
        )
    })
    const bien = await louerIci('Grand atelier de عبد الرحمن, rez-de-chaussée', 4200)
    const ici: string[] = [await mission(), bien.id]
    const achat = await rejoindre(
      'Responsabilité civile professionnelle, garantie étendue à l’Île-de-Bréhat',
      48_000,
      12,
    )
    const ailleurs = await louerAilleurs('Amphithéâtre فاطمة الزهراء, aile Œuvres-Sociales')
    ici.push(achat.id, (await rejoindre('Visio', 900)).id, ailleurs.id)
    const { telephone, bureau } = await deuxEcrans(navigateur, origine)
    const regarder = async (page: typeof telephone, vue: string, chemin: string, largeur: number) => {
      await page.goto(`${origine}${chemin}`)
      await capturer(page, `visas-${vue}-${largeur}`)
      expect(await verifierAxe(page), `${vue} ${largeur}`).toEqual([])
      expect(await sansDefilementDeCote(page), `${vue} ${largeur}`).toEqual([])
    }
    for (const [page, largeur] of [
      [telephone, 360],
      [bureau, 1366],
    ] as const) {
      const [name = '', value = ''] = yann.cookie.split('=', 2)
      await page.context().addCookies([{ name, value, url: origine }])
      for (const [vue, chemin] of [
        ['file', '/visas'],
        ['achat', `/visas/${achat.id}`],
        ['mission', `/visas/${ici[0]}`],
        ['bien', bien.page.replace('/repondre', '')],
        ['depense', `/visas/${ailleurs.id}`],
        ['loue', ailleurs.page],
        ['plafonds', '/visas/plafonds'],
      ] as const)
        await regarder(page, vue, chemin, largeur)
    }
    await base.maintenance((tx) => sql`delete from documents.piece where numero like 'P-%'`.execute(tx))
    for (const id of ici) expect((await accorder(claire, id)).statut).toBe(303)
    await regarder(telephone, 'decidee', `/visas/${achat.id}`, 360)
    await regarder(bureau, 'decidee', `/visas/${achat.id}`, 1366)
  })
})

describe('ce qui engage sans pièce', () => {
  it('un achat rejoint n’engage la coopérative qu’une fois visé ; refusé, sa page dit pourquoi', async () => {
    const { achat, id } = await rejoindre('Un logiciel', 60_000, 2)
    const page = `/achats/${achat}`
    expect((await compta.lire(page)).texte).toContain('attend le visa de l’équipe d’appui')
    // Qui conduit l’achat n’en lit rien ; ni une autre coopérative, ni une entrepreneure n’ouvre la demande.
    expect((await ana.lire(page)).texte).not.toContain('Les Tisserands')
    expect([(await ana.aller(`/visas/${id}`)).statut, (await salome.aller(`/visas/${id}`)).statut]).toEqual([
      404, 404,
    ])
    expect([await pas(ana, id), await pas(salome, id)]).toEqual(['introuvable', 'introuvable'])
    expect([
      (await lea.aller(`/visas/${id}`)).statut,
      (await lea.aller('/visas')).texte.includes('Un logiciel'),
    ]).toEqual([404, false])
    expect((await yann.aller(`/visas/${id}`)).texte).toContain('Achat rejoint avec un pôle')
    expect((await yann.aller(`/visas/${id}`, { geste: 'refuser', motif: '' })).statut).toBe(422)
    expect(
      (await yann.aller(`/visas/${id}`, { geste: 'refuser', motif: 'Le budget est pris.' })).statut,
    ).toBe(303)
    expect((await compta.lire(page)).texte).toContain('« Le budget est pris. »')
    expect(await engage([id])).toEqual([])
    // Redemandée pour une autre quantité : c’est une autre demande, et la première ne se rejoue pas.
    expect((await compta.poster(`${page}/rejoindre`, { quantite: '1' })).statut).toBe(303)
    expect(await pas(yann, id)).toBe('introuvable')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select id from ressources.demande_de_part where achat_id = ${achat} and finie_le is null`.execute(
        tx,
      ),
    )
    const suivante = rows[0]?.id ?? ''
    expect((await accorder(yann, suivante)).statut).toBe(303)
    expect(await engage([suivante])).toEqual([suivante])
    expect((await ana.lire(page)).texte).toContain('Les Tisserands')
    // Une quantité changée attend de nouveau ; celle d’avant vaut jusque-là.
    expect((await compta.poster(`${page}/rejoindre`, { quantite: '5' })).statut).toBe(303)
    expect(await engage([suivante])).toEqual([suivante])
    expect((await compta.poster(`${page}/rejoindre`, { quantite: '0' })).statut).toBe(303)
    expect((await yann.aller('/visas')).texte).toContain('Aucune pièce n’attend de visa')
  })

  it('au-dessus du montant, deux personnes visent un achat, une mission, un bien ; la seconde peut refuser', async () => {
    for (const genre of ['achat-rejoint', 'contrat-de-mission', 'location-d-un-bien'])
      await en(claire, (tx) => poserSeuil(tx, { genre, montant: 1000 }, new Date()))
    const achat = (await rejoindre('Une assurance chère', 1001)).id
    const juste = (await rejoindre('Une assurance au montant', 1000)).id
    const [une, bien] = [await mission(), await louer('Une salle chère', 1001)]
    await accorderLarge(['location-d-un-bien'])
    const avant = await visesDuMois('location-d-un-bien')
    expect(avant).toBeTypeOf('number')
    expect((await accorder(yann, juste)).statut).toBe(303)
    expect(await engage([juste])).toEqual([juste])
    for (const id of [achat, une, bien]) {
      expect((await accorder(yann, id)).statut).toBe(303)
      expect((await accorder(yann, id)).texte).toContain('une autre personne donne le second')
      expect(await pas(yann, id)).toBe('premier')
    }
    // Par la page de la mission, du bien : la même réponse.
    expect((await yann.poster(`/vivier/missions/${une}/viser`, { qui: 'coop', oui: 'oui' })).texte).toContain(
      'une autre personne donne le second',
    )
    expect(await engage([achat, une, bien])).toEqual([])
    expect((await yann.aller('/visas')).texte).toContain('vous avez donné le premier visa')
    expect((await claire.aller(`/visas/${achat}`)).texte).toContain('Accorder le second visa')
    for (const id of [achat, une]) expect((await accorder(claire, id)).statut).toBe(303)
    expect(
      (await claire.aller(`/visas/${bien}`, { geste: 'refuser', motif: 'Cette salle est en travaux.' }))
        .statut,
    ).toBe(303)
    expect(new Set(await engage([achat, une, bien]))).toEqual(new Set([achat, une]))
    const { rows } = await base.maintenance((tx) =>
      sql<{
        etat: string
        motif: string
      }>`select etat, motif from mutualisation.reservation where id = ${bien}`.execute(tx),
    )
    expect(rows).toEqual([{ etat: 'refusee', motif: 'Cette salle est en travaux.' }])
    // Refusée au second visa, elle n’engage rien : le mois de Yann ne la compte plus.
    expect(await visesDuMois('location-d-un-bien')).toBe(avant)
    await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
  })

  it('ce que l’on loue ailleurs, au-dessus du montant de deux personnes, attend dans la file : l’heure est tenue, ferme au second visa', async () => {
    await accorderLarge(['location-d-un-bien'])
    await en(claire, (tx) => poserSeuil(tx, { genre: 'location-d-un-bien', montant: 1000 }, new Date()))
    const etat = async (id: string) => {
      const { rows } = await base.maintenance((tx) =>
        sql<{
          etat: string
          a_viser: boolean
          motif: string
        }>`select etat, a_viser, motif from mutualisation.reservation where id = ${id}`.execute(tx),
      )
      return rows[0]
    }
    const une = await louerAilleurs('Un amphithéâtre')
    expect(await etat(une.id)).toMatchObject({ etat: 'option', a_viser: true })
    expect((await ines.lire(une.page)).texte).toContain('rien ne nous engage avant')
    // Sa coopérative n’a encore rien à accepter : ni par sa page, ni par sa porte, ni par une écriture.
    expect((await ana.lire(une.page)).texte).toContain('n’a pas encore visé ce prix')
    const accepter = await ana.poster(`${une.page}/repondre`, { reservation: une.id, oui: 'oui', motif: '' })
    expect([accepter.statut, accepter.texte.includes('n’a pas encore visé ce prix')]).toEqual([409, true])
    expect(
      await codeSql(() =>
        base.maintenance((tx) =>
          sql`update mutualisation.reservation set etat = 'ferme', ferme_le = now(), expire_le = null where id = ${une.id}`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23514')
    expect((await yann.aller('/visas')).texte).toContain('Un amphithéâtre')
    expect((await yann.aller(`/visas/${une.id}`)).texte).toContain('que nous demandons')
    expect([await pas(ana, une.id), await pas(salome, une.id), await pas(ines, une.id)]).toEqual([
      'introuvable',
      'introuvable',
      'sans-plafond',
    ])
    expect((await accorder(yann, une.id)).statut).toBe(303)
    expect(await etat(une.id)).toMatchObject({ etat: 'option', a_viser: true })
    expect(await pas(yann, une.id)).toBe('premier')
    expect((await accorder(claire, une.id)).statut).toBe(303)
    expect(await etat(une.id)).toMatchObject({ etat: 'ferme', a_viser: false })
    expect((await yann.aller(`/visas/${une.id}`)).texte).toContain('a accordé le second visa')
    // Refusée : l’heure revient, et l’autre coopérative lit pourquoi.
    const autre = await louerAilleurs('Une verrière')
    expect(
      (await claire.aller(`/visas/${autre.id}`, { geste: 'refuser', motif: 'Le budget est pris.' })).statut,
    ).toBe(303)
    expect(await etat(autre.id)).toMatchObject({ etat: 'annulee', motif: 'Le budget est pris.' })
    expect((await ana.lire(autre.page)).texte).toContain('Le budget est pris.')
    await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
  })

  it('un accord sous conditions n’engage qu’une fois la condition levée, par qui l’a demandé ou qui vise', async () => {
    const { id } = await rejoindre('Un hébergement', 70_000)
    const sous = (conditions: string) =>
      yann.aller(`/visas/${id}`, { geste: 'sous-conditions', conditions, motif: '' })
    expect((await sous('')).statut).toBe(422)
    expect((await sous('Demander le devis écrit.')).statut).toBe(303)
    expect(await engage([id])).toEqual([])
    expect((await yann.aller('/visas')).texte).toContain('Aucune pièce n’attend de visa')
    const jour = await en(
      compta,
      (tx) =>
        contributionsCae.aFaire?.(tx, {
          visiteur: unVisiteur({ personneId: compta.personne, roles: ['comptable'], cae: true }),
          maintenant: new Date(),
        }) ?? Promise.resolve([]),
    )
    expect(jour.map((x) => x.detail)).toContain('Demander le devis écrit.')
    expect(await pas(salome, id, 'levee', 'C’est fait.')).toBe('introuvable')
    expect((await compta.aller(`/visas/${id}`, { geste: 'lever', motif: '' })).statut).toBe(422)
    expect((await compta.aller(`/visas/${id}`, { geste: 'lever', motif: 'Il est reçu.' })).statut).toBe(303)
    expect(await engage([id])).toEqual([id])
  })

  it('qui attend depuis plus de trois jours se rappelle à qui vise ; l’attente entre dans la médiane', async () => {
    const bien = await base.maintenance((tx) =>
      poserReservation(tx, {
        pole,
        prete: organisme,
        demande: ana,
        titre: 'Une salle oubliée',
        centimes: 900,
        dansJours: 40,
        ilYAHeures: 80,
      }),
    )
    const jour = (qui: Connectee, roles: readonly string[]) =>
      en(
        qui,
        (tx) =>
          contributionsCae.aFaire?.(tx, {
            visiteur: unVisiteur({ personneId: qui.personne, roles, cae: true }),
            maintenant: new Date(),
          }) ?? Promise.resolve([]),
      )
    const [rappel] = (await jour(yann, ['equipe-appui'])).filter((x) => x.href.endsWith(bien.reservation))
    expect([rappel?.chose, rappel?.avis]).toEqual(['Une salle oubliée, depuis plus de trois jours', 'visa'])
    expect(rappel?.terme).toEqual({
      jour: ajouterJours(jourLocal(new Date(Date.now() - 80 * 3_600_000), ZONE_PAR_DEFAUT), 3),
      fixe: 'engagement',
    })
    expect((await jour(salome, ['formateur'])).filter((x) => x.href.endsWith(bien.reservation))).toEqual([])
    // Le résumé du jour le dit aussi, à qui vise pour toute la coopérative : il se compose dans une tâche, sous la portée de qui le reçoit.
    m.regler(new Date(`${ajouterJours(aujourdhui, 1)}T09:00:00Z`))
    const aFaire: PrisesEtapes['aFaire'] = async (tx, regard) =>
      (await contributionsCae.aFaire?.(tx, regard)) ?? []
    await avertirOrganisme({ aFaire })({ organisme }, m.worker)
    m.regler()
    const resumes = (await m.courriels()).filter((c) => c.objet.startsWith('Votre journée'))
    expect(
      resumes
        .filter((c) => c.texte.includes('Une salle oubliée, depuis plus de trois jours'))
        .map((c) => c.a)
        .toSorted(),
    ).toEqual([claire.courriel, yann.courriel].toSorted())
    await accorder(yann, bien.reservation)
    const attentes = async (qui: Connectee) =>
      (
        await en(qui, (tx) =>
          sql<{ h: number }>`select h from porte.attentes_d_objets(now() - interval '30 days') h`.execute(tx),
        )
      ).rows.map((x) => Math.round(x.h))
    expect(await attentes(yann)).toContain(80)
    expect(await attentes(salome)).toEqual([])
    expect(await attentes(ana)).toEqual([])
  })

  it('une mission de soi se vise par la direction ; un plafond de soi laisse viser sa propre demande, jamais au-dessus', async () => {
    const sienne = await base.maintenance((tx) =>
      poserMission(tx, {
        pole,
        recoit: ana,
        envoie: yann,
        etat: 'option',
        jour: ajouterJours(aujourdhui, 300),
      }),
    )
    expect((await accorder(yann, sienne)).texte).toContain('la direction la vise')
    expect(await pas(yann, sienne)).toBe('soi')
    expect((await accorder(claire, sienne)).statut).toBe(303)
    // Visée une fois sur deux, elle est toujours la sienne : la direction seule donne le second visa.
    await en(claire, (tx) => poserSeuil(tx, { genre: 'contrat-de-mission', montant: 1000 }, new Date()))
    const aDeux = await base.maintenance((tx) =>
      poserMission(tx, {
        pole,
        recoit: ana,
        envoie: yann,
        etat: 'option',
        jour: ajouterJours(aujourdhui, 301),
        centimes: 2000,
      }),
    )
    expect((await accorder(claire, aDeux)).texte).not.toContain('la direction la vise')
    expect((await accorder(yann, aDeux)).texte).toContain('la direction la vise')
    await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
    const k = await plafonner('achat-rejoint', 5000, null, compta)
    const [sous, dessus] = [
      await rejoindre('Une petite chose', 5000),
      await rejoindre('Une grosse chose', 5001),
    ]
    expect([await pas(compta, dessus.id), await pas(compta, sous.id)]).toEqual(['au-dessus', 'vise'])
    expect(await engage([sous.id, dessus.id])).toEqual([sous.id])
    await revoquer(k)
    expect(await pas(compta, dessus.id)).toBe('sans-plafond')
    expect(await pas(claire, dessus.id, 'refus', 'Trop cher.')).toBe('refuse')
  })

  it('le cumul d’un mois tient sous huit visas au même instant', async () => {
    const { rows: deja } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select coalesce(sum(montant_centimes), 0)::int4 as n from cae.pas_de_visa where genre = 'achat-rejoint' and pas = 'accord'
        and par = ${yann.personne}`.execute(tx),
    )
    const ids: string[] = []
    for (let i = 0; i < 8; i += 1) ids.push((await rejoindre(`Lot ${i}`, 1000)).id)
    const k = await plafonner('achat-rejoint', 1000, (deja[0]?.n ?? 0) + 3999)
    const dits = await Promise.all(ids.map((id) => pas(yann, id)))
    expect(dits.filter((x) => x === 'vise')).toHaveLength(3)
    expect(new Set(dits)).toEqual(new Set(['vise', 'cumul']))
    expect(await engage(ids)).toHaveLength(3)
    await revoquer(k)
    for (const id of ids) await pas(claire, id)
    // Révoqué seulement, le genre ne se vise plus : ni d’une page ouverte avant, ni en SQL.
    const apres = (await rejoindre('Après la révocation', 1000)).id
    expect((await yann.aller(`/visas/${apres}`)).texte).not.toContain('Accorder le visa')
    expect((await accorder(yann, apres)).texte).toContain('Vous n’avez pas, ou plus, de plafond')
    expect([await pas(yann, apres), await engage([apres])]).toEqual(['sans-plafond', []])
    await pas(claire, apres)
  })

  it('le cumul d’un mois tient sous deux lots au même instant et une suppléance ; révoquée pendant un lot, la délégation ne vise plus rien', async () => {
    const genre = 'achat-rejoint'
    await revoquerTout(genre)
    if (!(await en(compta, supplee))) await suppleer(yann)
    const poser = async (nom: string, combien: number, qui = gael) => {
      const ids: string[] = []
      for (let i = 0; i < combien; i += 1) ids.push((await rejoindre(`${nom} ${i}`, 1000, 1, qui)).id)
      for (const id of ids) await yann.aller(`/visas/${id}`)
      return ids
    }
    const ids = await poser('Deux lots', 9)
    const large = await plafonner(genre, LARGE)
    const deja = (await visesDuMois(genre)) ?? 0
    await revoquer(large)
    const juste = await plafonner(genre, 1000, deja + 4000)
    await Promise.all([
      yann.aller('/visas', { pieces: ids.slice(0, 6) }),
      yann.aller('/visas', { pieces: ids.slice(3) }),
      ...ids.slice(6).map((id) => pas(compta, id)),
    ])
    expect(await engage(ids)).toHaveLength(4)
    expect(await visesDuMois(genre)).toBe(deja + 4000)
    await revoquer(juste)
    for (const id of ids) await pas(claire, id)

    const enLot = await poser('Révoquée en route', 12)
    const k = await plafonner(genre, 1000)
    const lot = yann.aller('/visas', { pieces: enLot })
    // Dès qu’une est visée, la direction retire la délégation : celle que la base juge à cet instant passe, aucune après.
    await expect.poll(async () => (await engage(enLot)).length, { interval: 5 }).toBeGreaterThan(0)
    await revoquer(k)
    const alors = (await engage(enLot)).length
    const { texte } = await lot
    const enfin = (await engage(enLot)).length
    expect(enfin - alors).toBeLessThanOrEqual(1)
    expect(enfin === enLot.length || texte.includes('Vous n’avez pas, ou plus, de plafond')).toBe(true)
    for (const id of enLot) await pas(claire, id)
  })

  it('l’autre coopérative lit la raison d’un refus, et la page le dit ; qui arrive second lit qui a décidé, et garde son texte', async () => {
    await accorderLarge()
    const [une, bien] = [await mission(), await louer('Salle haute', 900)]
    for (const id of [une, bien])
      expect((await yann.aller(`/visas/${id}`)).texte).toContain('L’autre coopérative lira votre raison')
    expect((await accorder(claire, une)).statut).toBe(303)
    const tard = await yann.aller(`/visas/${une}`, { geste: 'refuser', motif: 'Elle est déjà prise.' })
    expect([tard.statut, tard.texte.includes('Vous aviez écrit : « Elle est déjà prise. »')]).toEqual([
      409,
      true,
    ])
    expect(tard.texte).toContain('a accordé le visa')
    expect(tard.texte).not.toContain('Voir la pièce')
    // Le lien d’un résumé du matin, quand l’option est tombée : une phrase, et non une page introuvable.
    await base.maintenance((tx) =>
      sql`update mutualisation.reservation set etat = 'expiree', expire_le = null, finie_le = now() where id = ${bien}`.execute(
        tx,
      ),
    )
    const tombee = await yann.aller(`/visas/${bien}`)
    expect([tombee.statut, tombee.texte.includes('le délai est passé')]).toEqual([200, true])
    expect([(await salome.aller(`/visas/${une}`)).statut, (await ana.aller(`/visas/${une}`)).statut]).toEqual(
      [404, 404],
    )
  })

  it('ce que l’on écrit en levant une condition se lit de qui vise ; le second visa manque encore, et la suite le dit', async () => {
    await en(claire, (tx) => poserSeuil(tx, { genre: 'achat-rejoint', montant: 1000 }, new Date()))
    const { achat, id } = await rejoindre('Un contrat long', 70_000)
    await yann.aller(`/visas/${id}`, {
      geste: 'sous-conditions',
      conditions: 'Demander le devis écrit.',
      motif: '',
    })
    expect(
      await en(compta, async (tx) => {
        const { rows } = await sql<{
          n: number
        }>`select count(*)::int4 as n from porte.pas_d_un_objet(${id}::uuid)`.execute(tx)
        return rows[0]?.n
      }),
    ).toBe(0)
    expect((await compta.aller(`/visas/${id}`, { geste: 'lever', motif: 'Il est reçu.' })).vers).toBe(
      `/achats/${achat}`,
    )
    expect(await engage([id])).toEqual([])
    expect((await accorder(claire, id)).statut).toBe(303)
    expect(await engage([id])).toEqual([id])
    const lue = (await yann.aller(`/visas/${id}`)).texte
    for (const phrase of ['Demander le devis écrit.', 'Il est reçu.', 'a accordé le second visa'])
      expect(lue).toContain(phrase)
    await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
  })

  it('une demande que personne n’a visée à temps le dit sur la page de l’achat', async () => {
    const { achat } = await rejoindre('Un achat d’hier', 900)
    await base.maintenance((tx) =>
      sql`update ressources.achat set rejoindre_jusqu_au = current_date - 1 where id = ${achat}`.execute(tx),
    )
    const { texte } = await compta.lire(`/achats/${achat}`)
    expect(texte).toContain('n’a pas été visée avant la fin : nous n’avons pas rejoint')
    expect(texte).not.toContain('attend le visa')
  })

  it('un lot garde le choix de la file ; ce qui n’est d’aucune enseigne se choisit', async () => {
    await accorderLarge()
    const [bien, jamais] = [await louer('Salle basse', 900), await louer('Salle du fond', 800)]
    const piece = await base.maintenance((tx) =>
      poserPieceAViser(
        tx,
        { organisme, activite: navette, par: salome.personne },
        { genre: 'devis', centimes: 900 },
      ),
    )
    const choix = '/visas?enseigne=cooperative'
    const avant = await yann.aller(choix)
    expect([avant.texte.includes(bien), avant.texte.includes(piece.id)]).toEqual([true, false])
    expect(avant.texte).toMatch(/<option value="cooperative"[^>]*selected/)
    await yann.aller(`/visas/${bien}`)
    const laisse = await yann.aller(choix, { pieces: [bien, jamais] })
    expect(laisse.texte).toContain('1 pièce laissée')
    expect([
      laisse.texte.includes(`value="${jamais}"`),
      laisse.texte.includes(`value="${piece.id}"`),
    ]).toEqual([true, false])
    await yann.aller(`/visas/${jamais}`)
    expect((await yann.aller(choix, { pieces: [jamais] })).vers).toBe(choix)
    expect((await accorder(claire, piece.id)).statut).toBe(303)
  })

  it('le second visa ne vient ni de qui a donné le premier, ni de la personne au nom de qui il fut donné', async () => {
    await accorderLarge()
    await en(claire, (tx) => poserSeuil(tx, { genre: 'location-d-un-bien', montant: 100 }, new Date()))
    if (!(await en(compta, supplee))) await suppleer(yann)
    const bien = await louer('Salle d’une absente', 900)
    expect(await pas(compta, bien)).toBe('a-deux')
    expect([await pas(yann, bien), await pas(compta, bien)]).toEqual(['premier', 'premier'])
    expect((await accorder(yann, bien)).texte).toContain('il l’a été en votre nom')
    expect(await engage([bien])).toEqual([])
    expect(await pas(claire, bien)).toBe('vise')
    await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
  })

  it('l’export dit qui a visé, quand, à quel titre et au nom de qui, sous le mur des enseignes', async () => {
    await accorderLarge()
    await revoquerTout('devis')
    await plafonner('devis', 100_000)
    const [ici, ailleurs] = await base.maintenance(async (tx) => {
      const poser = (activite: ActiviteId, numero: string) =>
        poserPieceAViser(
          tx,
          { organisme, activite, par: salome.personne },
          { genre: 'devis', centimes: 900, numero },
        )
      return [await poser(navette, 'DEV-ICI-1'), await poser(commune, 'DEV-AILLEURS-1')]
    })
    if (!(await en(compta, supplee))) await suppleer(yann)
    const bien = await louer('Salle exportée', 900)
    expect((await accorder(yann, ici.id)).statut).toBe(303)
    expect(
      (await accorder(claire, ailleurs.id, { geste: 'refuser', motif: 'Le prix n’est pas dit.' })).statut,
    ).toBe(303)
    expect(await pas(compta, bien)).toBe('vise')
    const lu = async (qui: Connectee) => (await qui.aller('/visas-donnes.csv')).texte
    const [de, deLea] = [await lu(yann), await lu(lea)]
    const lejour = formaterDate(aujourdhui, 'chiffres')
    const lignes = de.split(/\r?\n/)
    const seule = (mot: string) => lignes.filter((l) => l.includes(mot))
    expect(lignes[0]).toContain(
      'Le;Décision;Par;Rôle ce jour-là;À la place de;À quel titre;Numéro;Pièce;Genre;Enseigne;Prix HT;Ce qui fut écrit',
    )
    const [visee = ''] = seule('DEV-ICI-1')
    expect(visee).toContain(`${lejour} `)
    expect(visee).toContain(
      ';Accordé;Rosa Ba 2;équipe d’appui;;Équipe d’appui, plafond de 1 000,00 €;DEV-ICI-1;Atelier;Devis;La Navette;9,00;',
    )
    expect(seule('DEV-AILLEURS-1').join()).toContain(
      ';Refusé;Rosa Ba 1;responsable;;;DEV-AILLEURS-1;Atelier;Devis;',
    )
    expect(seule('DEV-AILLEURS-1').join()).toContain('Le prix n’est pas dit.')
    expect(seule('Salle exportée').join()).toContain(
      ';Accordé;Rosa Ba 5;comptable;Rosa Ba 2;Équipe d’appui, plafond de 1 000 000,00 €;;Salle exportée;',
    )
    // Qui vise pour une enseigne lit les visas de celle-ci ; qui ne vise pas, et l’autre coopérative, n’en lisent aucun.
    expect([deLea.includes('DEV-ICI-1'), deLea.includes('DEV-AILLEURS-1')]).toEqual([true, false])
    expect(deLea).not.toContain('Salle exportée')
    for (const qui of [compta, salome]) expect((await qui.aller('/visas-donnes.csv')).statut).toBe(403)
    const autre = await ana.aller('/visas-donnes.csv')
    expect([autre.statut, autre.texte.includes('DEV-ICI-1')]).toEqual([403, false])
    const enNavette = { personne: lea.personne, portee: [navette] }
    expect(
      (
        await base.enTantQue(organisme, enNavette, (tx) =>
          sql`select from porte.visas_d_objets()`.execute(tx),
        )
      ).rows,
    ).toHaveLength(0)
  })

  it('le rôle et le plafond du jour se gardent avec le visa : changés, ils ne récrivent pas ce qui fut fait', async () => {
    await accorderLarge(['location-d-un-bien'])
    await en(claire, (tx) => poserSeuil(tx, { genre: 'location-d-un-bien', montant: 1000 }, new Date()))
    const bien = await louer('Une salle au rôle gardé', 1001)
    const piece = await base.maintenance((tx) =>
      poserPieceAViser(
        tx,
        { organisme, activite: commune, par: salome.personne },
        { genre: 'devis', centimes: 900, numero: 'DEV-ROLE-1' },
      ),
    )
    expect((await accorder(yann, bien)).statut).toBe(303)
    expect((await accorder(claire, bien)).statut).toBe(303)
    expect((await accorder(yann, piece.id)).statut).toBe(303)
    const roles = (mots: string) =>
      base.maintenance((tx) =>
        sql`update compte.adhesion set roles = ${mots}::text[] where organisme_id = ${organisme} and compte_id = ${yann.personne}`.execute(
          tx,
        ),
      )
    await roles('{comptable}')
    await revoquerTout('location-d-un-bien')
    try {
      const lignes = (await claire.aller('/visas-donnes.csv')).texte.split(/\r?\n/)
      const salle = lignes.filter((l) => l.includes('Une salle au rôle gardé'))
      expect(salle.find((l) => l.includes(';Accordé;'))).toContain(
        ';Accordé;Rosa Ba 2;équipe d’appui;;Équipe d’appui, plafond de 1 000 000,00 €;',
      )
      expect(salle.find((l) => l.includes(';Second'))).toContain(
        ';Second visa accordé;Rosa Ba 1;responsable;;Sans plafond;',
      )
      expect(lignes.find((l) => l.includes('DEV-ROLE-1'))).toContain(';Accordé;Rosa Ba 2;équipe d’appui;')
      const page = (await claire.aller(`/visas/${bien}`)).texte
      expect(page).toContain('Rosa Ba 2 (équipe d’appui) a accordé le visa, sous la borne de 1 000 000,00 €')
      expect(page).toContain('Rosa Ba 1 (responsable) a accordé le second visa')
      expect((await claire.aller(`/visas/${piece.id}`)).texte).toContain('Rosa Ba 2 (équipe d’appui)')
    } finally {
      await roles('{equipe-appui}')
      await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
    }
  })

  it('une place dans la file d’un bien ne prend rien du cumul d’un mois ; l’heure revenue, elle se vise comme le reste', async () => {
    const cumulDe = async (id: PlafondId) =>
      (
        await en(claire, (tx) =>
          sql<{
            n: number
          }>`select centimes::int4 as n from porte.vises_du_mois() where plafond = ${id}`.execute(tx),
        )
      ).rows[0]?.n
    const etat = async (id: string) =>
      (
        await base.maintenance((tx) =>
          sql<{
            etat: string
            a_viser: boolean
          }>`select etat, a_viser from mutualisation.reservation where id = ${id}`.execute(tx),
        )
      ).rows[0]
    // Inès vise seule ce qu’elle demande, jusqu’à 1 500 centimes dans le mois ; chaque heure en coûte 500.
    const plafond = await plafonner('location-d-un-bien', 1000, 1500, ines)
    const { bien, reservation: devant } = await base.maintenance((tx) =>
      poserReservation(tx, {
        pole,
        prete: ana.organisme,
        demande: salome,
        titre: 'Un studio pris',
        centimes: 500,
        dansJours: 120,
      }),
    )
    const libre = (
      await base.maintenance((tx) =>
        poserReservation(tx, {
          pole,
          prete: ana.organisme,
          demande: salome,
          titre: 'Un studio libre',
          centimes: 500,
          dansJours: 120,
        }),
      )
    ).bien
    // Qui est devant n’est pas d’ici : une structure du carnet de qui prête.
    const structure = await en(ana, (tx) =>
      trouverOuCreerEntreprise(
        tx,
        m.coops.langue.activite,
        { nom: 'Chorale du Phare', siret: undefined },
        new Date(),
      ),
    )
    await base.maintenance(async (tx) => {
      await sql`update mutualisation.bien set visa = false, membre_centimes = 500 where id in (${bien}, ${libre})`.execute(
        tx,
      )
      await sql`update mutualisation.reservation set de_organisme_id = null, tiers_id = ${structure} where id = ${devant}`.execute(
        tx,
      )
    })
    const { rows: prises } = await base.maintenance((tx) =>
      sql<{
        debut: Date
        fin: Date
      }>`select lower(creneau) as debut, upper(creneau) as fin from mutualisation.reservation where id = ${devant}`.execute(
        tx,
      ),
    )
    const demander = async (quel: string, debut: Date, fin: Date) => {
      const id = newId()
      const { rows } = await en(ines, (tx) =>
        sql<{
          r: string
        }>`select porte.bien_demander(${id}::uuid, ${quel}::uuid, 'Un atelier', '', ${debut}::timestamptz, ${fin}::timestamptz, now()) as r`.execute(
          tx,
        ),
      )
      return { id, r: rows[0]?.r }
    }
    const { debut = new Date(), fin = new Date() } = prises[0] ?? {}
    const apres = (jours: number) => new Date(debut.getTime() + jours * 86_400_000)
    const heure = (d: Date) => new Date(d.getTime() + 3_600_000)
    const place = await demander(bien, debut, fin)
    expect(place.r).toBe('en-file')
    expect(await cumulDe(plafond)).toBe(0)
    // Rien ne s’en vise encore : la page ne l’annonce pas dans la file des visas.
    const page = async (qui: Connectee) => (await qui.lire(`/biens-pretes/${bien}`)).texte
    expect(await page(ines)).toContain('Revenue, l’heure se visera avant de nous engager.')
    for (const qui of [ines, ana]) {
      expect(await page(qui)).not.toContain('Notre visa est attendu')
      expect(await page(qui)).not.toContain('n’a pas encore visé ce prix')
    }
    // La place n’a rien pris : le mois reste entier pour ce qui s’engage.
    const fermes = [
      await demander(libre, apres(1), heure(apres(1))),
      await demander(libre, apres(2), heure(apres(2))),
      await demander(libre, apres(3), heure(apres(3))),
    ]
    expect(fermes.map((x) => x.r)).toEqual(['ferme', 'ferme', 'ferme'])
    expect(await cumulDe(plafond)).toBe(1500)
    expect((await demander(libre, apres(4), heure(apres(4)))).r).toBe('a-viser')
    // L’heure revient : le mois est plein, rien ne s’engage sans un visa ; elle n’attend que de ce jour.
    await base.maintenance((tx) =>
      sql`update mutualisation.reservation set demandee_le = now() - interval '24 days' where id = ${place.id}`.execute(
        tx,
      ),
    )
    const rendue = Date.now() - 60_000
    const depuis = async (id: string) =>
      (
        await en(claire, (tx) =>
          sql<{ le: Date }>`select depuis as le from porte.objets_a_viser(null) where id = ${id}`.execute(tx),
        )
      ).rows[0]?.le ?? new Date(0)
    expect(
      (
        await en(ana, (tx) =>
          sql<{
            r: string
          }>`select porte.reservation_annuler(${devant}::uuid, 'Rendue.', false, null, now()) as r`.execute(
            tx,
          ),
        )
      ).rows,
    ).toHaveLength(1)
    expect(await etat(place.id)).toEqual({ etat: 'option', a_viser: true })
    expect(await cumulDe(plafond)).toBe(1500)
    expect(await pas(ines, place.id)).toBe('cumul')
    expect((await depuis(place.id)).getTime()).toBeGreaterThan(rendue)
    expect(await page(ines)).toContain('Notre visa est attendu dans la file des visas')
    expect(await page(ana)).toContain('n’a pas encore visé ce prix')
    const journee = async () =>
      (
        await en(
          ines,
          (tx) =>
            contributionsCae.aFaire?.(tx, {
              visiteur: unVisiteur({ personneId: ines.personne, roles: ['assistant'], cae: true }),
              maintenant: new Date(),
            }) ?? Promise.resolve([]),
        )
      ).filter((x) => x.href.endsWith(place.id))
    expect(await journee()).toEqual([])
    await revoquer(plafond)
    // Son plafond la couvre de nouveau : sa journée le lui dit, et elle la vise elle-même.
    const large = await plafonner('location-d-un-bien', 1000, null, ines)
    expect((await journee()).map((x) => [x.geste, x.avis])).toEqual([['Viser', 'visa']])
    expect((await accorder(ines, place.id)).statut).toBe(303)
    expect(await etat(place.id)).toEqual({ etat: 'ferme', a_viser: false })
    expect(await cumulDe(large)).toBe(2000)
    // Annulée sans que rien n’en reste dû, elle sort du cumul.
    await en(ana, (tx) =>
      sql`select porte.reservation_annuler(${place.id}::uuid, 'Fuite d’eau.', false, null, now())`.execute(
        tx,
      ),
    )
    expect(await cumulDe(large)).toBe(1500)
    await revoquer(large)
  })

  it('un second visa compte au cumul de qui le donne, d’une pièce comme d’un bien', async () => {
    for (const genre of ['location-d-un-bien', 'devis']) {
      await revoquerTout(genre)
      await en(claire, (tx) => poserSeuil(tx, { genre, montant: 1000 }, new Date()))
      const large = await plafonner(genre, LARGE)
      const deja = (await visesDuMois(genre)) ?? 0
      await revoquer(large)
      const juste = await plafonner(genre, 1500, deja + 2000)
      const poser = async (n: number) =>
        genre === 'devis'
          ? (
              await base.maintenance((tx) =>
                poserPieceAViser(
                  tx,
                  { organisme, activite: commune, par: salome.personne },
                  { genre, centimes: 1001, numero: `DEV-SECOND-${n}` },
                ),
              )
            ).id
          : louer(`Une salle à deux ${n}`, 1001)
      const [une, autre] = [await poser(1), await poser(2)]
      for (const id of [une, autre]) expect((await accorder(claire, id)).statut).toBe(303)
      expect((await accorder(yann, une)).statut).toBe(303)
      expect(await visesDuMois(genre)).toBe(deja + 1001)
      expect((await accorder(yann, autre)).statut).not.toBe(303)
      expect(await visesDuMois(genre)).toBe(deja + 1001)
      await revoquer(juste)
      await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
    }
  })

  it('louer hors du pôle, au-dessus de ce que l’on vise seul, attend son visa ; refusée, la location s’annule et rien n’en est dû', async () => {
    await accorderLarge(['location-d-un-bien'])
    const structure = await en(claire, (tx) =>
      trouverOuCreerEntreprise(tx, commune, { nom: 'Compagnie du فانوس', siret: undefined }, new Date()),
    )
    const fiche = (await louerIci('Salle louée dehors', 2000)).page.replace('/repondre', '')
    const noter = async (n: number) => {
      const champs = { structure, objet: `Répétition ${n}`, configuration: '', debut: '9 h', fin: '11 h' }
      const jour = formaterDate(ajouterJours(aujourdhui, n), 'chiffres')
      const r = await ines.poster(`${fiche}/pour`, { ...champs, jour })
      expect(r.statut, r.texte).toBe(303)
      const { rows } = await base.maintenance((tx) =>
        sql<{ id: string }>`select id from mutualisation.reservation where objet = ${champs.objet}`.execute(
          tx,
        ),
      )
      return rows[0]?.id ?? ''
    }
    const [une, autre] = [await noter(410), await noter(411)]
    expect(await engage([une, autre])).toEqual([])
    expect((await ines.lire(fiche)).texte).toContain('Notre visa est attendu dans la file des visas')
    const lue = (await yann.aller(`/visas/${une}`)).texte
    expect(lue).toContain('Compagnie du فانوس')
    expect(lue).toContain('Qui tient vos salles lira votre raison')
    expect((await accorder(yann, une)).statut).toBe(303)
    expect(await engage([une, autre])).toEqual([une])
    expect(
      (await yann.aller(`/visas/${autre}`, { geste: 'refuser', motif: 'Elle nous doit déjà.' })).statut,
    ).toBe(303)
    expect((await ines.lire(fiche)).texte).toContain('« Elle nous doit déjà. »')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        etat: string
        ferme_le: Date | null
      }>`select etat, ferme_le from mutualisation.reservation where id = ${autre}`.execute(tx),
    )
    expect(rows).toEqual([{ etat: 'annulee', ferme_le: null }])
  })

  it('un identifiant rejoué chez une autre coopérative ne fait pas passer une petite demande pour la grosse', async () => {
    await accorderLarge(['contrat-de-mission'])
    await revoquerTout('location-d-un-bien')
    await plafonner('location-d-un-bien', 500)
    const { id } = await louerAilleurs('Un plateau cher')
    expect(await pas(yann, id)).toBe('au-dessus')
    const petite = await louerIci('Une chaise', 100)
    const demain = ajouterJours(aujourdhui, 400)
    // Qui prête lit l’identifiant de la demande : elle le rejoue, pour un bien d’ici, pour une mission d’ici.
    const champs = {
      objet: 'Une chaise',
      jour: formaterDate(demain, 'chiffres'),
      debut: '9 h',
      fin: '10 h',
      _jeton: id,
    }
    const bien = petite.page.replace('/repondre', '/demander')
    expect((await ana.poster(bien, champs)).texte).toContain('Vous ne pouvez pas faire ce geste')
    await en(salome, (tx) => ouvrirFiche(tx, newId() as FicheId, new Date()))
    const [debut, fin, centimes] = [540, 600, 100]
    const reponse = await base.maintenance((tx) =>
      poserReponse(tx, { pole, recoit: ana, envoie: salome, jours: [demain], debut, fin, centimes }),
    )
    const choisir = (cle: string) =>
      en(ana, async (tx) => {
        const { rows } = await sql<{
          r: string
        }>`select porte.mission_choisir(${cle}::uuid, ${reponse}::uuid, 1, 'sous-traitance', '[]', now()) as r`.execute(
          tx,
        )
        return rows[0]?.r
      })
    expect(await choisir(id)).toBe('cle-reprise')
    // La mission que l’on reçoit, de même.
    const recue = await base.maintenance((tx) =>
      poserMission(tx, {
        pole,
        recoit: ines,
        envoie: ana,
        etat: 'option',
        jour: ajouterJours(aujourdhui, 401),
      }),
    )
    expect(await choisir(recue)).toBe('cle-reprise')
    // D’une clé à elle, la même réponse se choisit.
    expect(await choisir(newId())).toBe('option')
    expect(await pas(yann, id)).toBe('au-dessus')
    expect((await accorder(yann, id)).statut).not.toBe(303)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        etat: string
        a_viser: boolean
      }>`select etat, a_viser from mutualisation.reservation where id = ${id}`.execute(tx),
    )
    expect(rows).toEqual([{ etat: 'option', a_viser: true }])
    expect(
      await codeSql(() =>
        base.maintenance((tx) =>
          sql`update mutualisation.reservation set id = ${id} where id = ${petite.id}`.execute(tx),
        ),
      ),
    ).toBe('23505')
    expect(await pas(claire, id, 'refus', 'Trop cher.')).toBe('refuse')
    expect(await pas(claire, petite.id, 'refus', 'Trop petite.')).toBe('refuse')
  })

  it('deux objets au même identifiant : ni les conditions de l’un ne se lèvent pour l’autre, ni une pièce ne se vise pour une mission', async () => {
    await accorderLarge(['location-d-un-bien'])
    await revoquerTout('contrat-de-mission')
    await plafonner('contrat-de-mission', 500)
    const renommer = (table: string, de: string, vers: string) =>
      base.maintenance((tx) =>
        sql`update ${sql.raw(`mutualisation.${table}`)} set id = ${vers} where id = ${de}`.execute(tx),
      )
    const finir = (id: string) =>
      base.maintenance((tx) =>
        sql`update mutualisation.reservation set etat = 'expiree', expire_le = null, finie_le = now() where id = ${id}`.execute(
          tx,
        ),
      )
    const enFile = async (id: string) =>
      (
        await en(claire, (tx) =>
          sql<{
            genre: string
            attend: boolean
          }>`select genre, attend_visa as attend from porte.objets_a_viser(null) where id = ${id}`.execute(
            tx,
          ),
        )
      ).rows
    // Le petit bien est accordé sous conditions, puis tombe ; une grosse mission porte son identifiant.
    const petit = await louer('Un pupitre', 100)
    expect(await pas(yann, petit, 'accord', 'Après le prêt.')).toBe('sous-conditions')
    await renommer('mission', await mission(900_000), petit)
    expect(await pas(yann, petit, 'levee', 'C’est fait.')).not.toBe('vise')
    await finir(petit)
    expect(await enFile(petit)).toEqual([{ genre: 'contrat-de-mission', attend: true }])
    for (const qui of [yann, claire, salome])
      expect(['decidee', 'introuvable']).toContain(await pas(qui, petit, 'levee', 'C’est fait.'))
    expect(await pas(yann, petit)).toBe('au-dessus')
    expect(await engage([petit])).toEqual([])
    // Les deux attendent à la fois : aucun ne se vise, la page ne choisit pas.
    const autre = await louer('Un second pupitre', 100)
    await renommer('mission', await mission(400), autre)
    expect(await enFile(autre)).toHaveLength(2)
    expect([await pas(yann, autre), await pas(claire, autre)]).toEqual(['introuvable', 'introuvable'])
    const double = await yann.aller(`/visas/${autre}`)
    expect(double.texte).toContain('aucune ne se vise')
    expect(double.texte).not.toContain('le délai est passé')
    expect((await accorder(yann, autre)).texte).toContain('Deux choses à viser ont le même identifiant')
    expect(await engage([autre])).toEqual([])
    await finir(autre)
    expect(await pas(yann, autre)).toBe('vise')
    // L’identifiant d’une pièce, que son client lit, ne se prend pas pour une réservation d’ici ; posé quand même, rien ne se vise.
    const piece = await base.maintenance((tx) =>
      poserPieceAViser(
        tx,
        { organisme, activite: commune, par: salome.personne },
        { genre: 'devis', centimes: 900, numero: 'DEV-DOUBLE-1' },
      ),
    )
    const bien = (await louerIci('Un lutrin', 100)).page.replace('/repondre', '/demander')
    const heures = {
      jour: formaterDate(ajouterJours(aujourdhui, 410), 'chiffres'),
      debut: '9 h',
      fin: '10 h',
    }
    expect((await ana.poster(bien, { objet: 'Un lutrin', ...heures, _jeton: piece.id })).texte).toContain(
      'Vous ne pouvez pas faire ce geste',
    )
    await renommer('mission', await mission(400), piece.id)
    for (const _ of [1, 2]) expect((await accorder(yann, piece.id)).statut).not.toBe(303)
    const { rows } = await base.maintenance((tx) =>
      sql<{ n: number }>`select count(*)::int4 as n from cae.visa where piece_id = ${piece.id}`.execute(tx),
    )
    expect([rows[0]?.n, await engage([piece.id])]).toEqual([0, []])
  })

  // Ni d’un cumul, ni sans le second visa, ni sous une délégation révoquée, ni au nom d’une absente : par les pages, par les portes.
  it('au hasard : sous le rôle de l’application, rien ne passe au-dessus d’un plafond, par aucune porte ni par aucune écriture', async () => {
    const genres = ['achat-rejoint', 'location-d-un-bien', 'contrat-de-mission'] as const
    const tirage = fc.record({
      genre: fc.constantFrom(...genres),
      prix: fc.integer({ min: 2, max: 130_000 }),
      // Autour du prix, ou loin ; rien : la délégation est révoquée.
      borne: fc.option(fc.constantFrom(-1, 0, 1, 90_000), { freq: 6 }),
      cumul: fc.option(fc.constantFrom(-1, 0), { freq: 3 }),
      deux: fc.boolean(),
      par: fc.constantFrom('file', 'page', 'porte', 'suppleante'),
    })
    const appeler = (id: string, genre: string) =>
      en(yann, async (tx) => {
        const appel =
          genre === 'achat-rejoint'
            ? sql`select porte.viser_objet(${id}::uuid, 'accord', '', null, now())`
            : genre === 'location-d-un-bien'
              ? sql`select porte.reservation_repondre(${id}::uuid, true, '', now())`
              : sql`select porte.mission_viser(${id}::uuid, 'coop', true, '', now())`
        await appel.execute(tx)
      })
    const vise = async (genre: string) => {
      const { rows } = await base.maintenance((tx) =>
        sql<{
          n: number
        }>`select coalesce(sum(montant_centimes), 0)::int4 as n from cae.pas_de_visa p where genre = ${genre} and pas in ('accord', 'second')
          and not exists (select from cae.pas_de_visa x where x.organisme_id = p.organisme_id and x.objet_id = p.objet_id and x.pas = 'refus')
          and not exists (select from mutualisation.mission x where p.genre = 'contrat-de-mission' and x.id = p.objet_id and x.finie_le is not null)
          and not exists (select from mutualisation.reservation x where p.genre = 'location-d-un-bien' and x.id = p.objet_id and x.finie_le is not null)
          and not exists (select from ressources.demande_de_part x where x.id = p.objet_id and x.issue in ('refusee', 'retiree'))
          and coalesce(supplee_id, par) = ${yann.personne}`.execute(tx),
      )
      return rows[0]?.n ?? 0
    }
    if (!(await en(compta, supplee))) await suppleer(yann)
    for (const t of fc.sample(tirage, Math.ceil(Number(process.env.COFORME_PIECES ?? 200) / 10))) {
      const { id, page } =
        t.genre === 'achat-rejoint'
          ? { id: (await rejoindre('Au hasard', t.prix, 1, gael)).id, page: '' }
          : t.genre === 'location-d-un-bien'
            ? await louerIci('Au hasard', t.prix)
            : await mission(t.prix).then((x) => ({ id: x as string, page: `/vivier/missions/${x}/viser` }))
      await revoquerTout(t.genre)
      await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
      if (t.deux)
        await en(claire, (tx) => poserSeuil(tx, { genre: t.genre, montant: t.prix - 1 }, new Date()))
      const deja = await vise(t.genre)
      // Sans une borne d’avant, révoquer n’aurait rien à montrer.
      const plafond = t.borne === null ? LARGE : t.prix + t.borne
      const cumul = t.cumul === null ? null : Math.max(plafond, deja + t.prix + t.cumul)
      const k = await plafonner(t.genre, plafond, cumul)
      if (t.borne === null) await revoquer(k)
      const permis = t.borne !== null && t.prix <= plafond && (cumul === null || deja + t.prix <= cumul)
      await yann.aller(`/visas/${id}`)
      if (t.par === 'suppleante') await pas(compta, id)
      else if (t.par === 'porte') await appeler(id, t.genre)
      else if (t.par === 'file' || page === '') await accorder(yann, id)
      else await yann.poster(page, { reservation: id, qui: 'coop', oui: 'oui', motif: '' })
      const dit = JSON.stringify({ ...t, deja, cumul })
      expect(await engage([id]), dit).toEqual(permis && !t.deux ? [id] : [])
      if (permis && t.deux) {
        expect(await pas(yann, id), dit).toBe('premier')
        // Le cumul épuisé, la suppléante ne voit plus rien à viser.
        expect(['premier', 'introuvable'], dit).toContain(await pas(compta, id))
        expect(await pas(claire, id), dit).toBe('vise')
        expect(await engage([id]), dit).toEqual([id])
      } else if (!permis) await pas(claire, id, 'refus', 'Au hasard.')
    }
    await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
    const forger = (qui: Connectee, table: string, valeur: string) =>
      codeSql(() => en(qui, (tx) => sql`update ${sql.raw(table)} set ${sql.raw(valeur)}`.execute(tx)))
    for (const [table, valeur] of [
      ['mutualisation.mission', 'visa_coop_le = now()'],
      ['mutualisation.reservation', `etat = 'ferme'`],
      ['ressources.demande_de_part', `issue = 'visee'`],
      ['cae.pas_de_visa', `montant_centimes = 0`],
    ] as const)
      expect([table, await forger(yann, table, valeur)]).toEqual([table, '42501'])
    expect(
      await codeSql(() =>
        en(yann, (tx) =>
          sql`select porte.conclure_objet('achat-rejoint', ${newId()}::uuid, true, '', now())`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })
})
