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
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { contributionsCae } from '../../src/modules/cae/contributions/aujourdhui.ts'
import { poserSeuil } from '../../src/modules/cae/db/absences.ecritures.ts'
import { supplee } from '../../src/modules/cae/db/visas.ts'
import { sansPrises } from '../../src/modules/cae/prises.ts'
import { poserPieceAViser, poserProjetAViser } from '../../src/modules/cae/test/poser-visas.ts'
import { avertirOrganisme } from '../../src/modules/etapes/jobs/resume.job.ts'
import type { PrisesEtapes } from '../../src/modules/etapes/prises.ts'
import { moduleMutualisation } from '../../src/modules/mutualisation/module.ts'
import { poserDecision, poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '../../src/modules/mutualisation/test/poser-mission.ts'
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
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, claire, yann, salome, lea, compta, gael, ana } = m
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
    ici.push(achat.id, (await rejoindre('Visio', 900)).id)
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
    await suppleer(yann)
    const bien = await louer('Salle d’une absente', 900)
    expect(await pas(compta, bien)).toBe('a-deux')
    expect([await pas(yann, bien), await pas(compta, bien)]).toEqual(['premier', 'premier'])
    expect((await accorder(yann, bien)).texte).toContain('il l’a été en votre nom')
    expect(await engage([bien])).toEqual([])
    expect(await pas(claire, bien)).toBe('vise')
    await en(claire, (tx) => sql`delete from cae.seuil`.execute(tx))
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
        }>`select coalesce(sum(montant_centimes), 0)::int4 as n from cae.pas_de_visa where genre = ${genre} and pas = 'accord'
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
