// Long parce que chaque sorte de changement s’y suit jusqu’à qui elle prévient : annulation, façon de suivre, précisions, qui anime, dates, inscription.
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { planification } from '../../../test/monde/planification.ts'
import { clesDEssai } from '../../modules/emargement/test/session-d-essai.ts'
import { poserIntervenant } from '../../modules/sessions/test/poser.ts'
import { champsDe } from '../demo/rejouer.ts'

/** Chaque geste vient après le précédent. */
const m = await planification({ le: '2026-11-02T09:00:00Z', pas: 1_000, services: { keys: clesDEssai } })
const { base, a, b, aller, app } = m
const uneSession = async (gens: string) => {
  const session = await m.uneSession()
  if (gens) await m.inscrire(session, gens)
  return session
}
const compter = async () =>
  (
    await base.maintenance((tx) =>
      sql<{ avis: number; messages: number }>`select (select count(*)::int from inscriptions.avis) as avis,
        (select count(*)::int from plateforme.courriel) as messages`.execute(tx),
    )
  ).rows[0] ?? { avis: 0, messages: 0 }
const formulaireDe = (texte: string) => ({
  texte: (/<textarea[^>]*name="texte"[^>]*>([\s\S]*?)<\/textarea>/.exec(texte)?.[1] ?? '').trim(),
  vus: /name="vus" value="(\d+)"/.exec(texte)?.[1] ?? '',
})

describe('une session annulée', () => {
  it('mène à la page qui prévient chacun ; l’avis part une fois, et se garde', async () => {
    const session = await uneSession(
      'Agathe Pons agathe.avis@exemple.example\nOusmane Sarr ousmane.avis@exemple.example\nLéonie Fabre',
    )
    const annulee = await aller(`${session}/etat/annulee`, { motif: 'Trop peu d’inscrits' })
    expect([annulee.statut, annulee.vers]).toEqual([303, `${session}/avis`])
    const page = await aller(`${session}/avis`)
    expect(page.texte).toContain('est annulée.')
    expect(page.texte).toContain('Trop peu d’inscrits')
    expect(page.texte).toContain('Prévenir 2 personnes')
    expect(page.texte).toMatch(/cochez qui vous avez prévenu de vive voix.*Léonie Fabre/s)
    expect((await aller(`${session}/avis`, { texte: '', vus: '0' })).statut).toBe(422)
    expect((await aller(session)).texte).toContain('Prévenir de l’annulation')
    const avant = await compter()
    const envoi = formulaireDe(page.texte)
    expect((await aller(`${session}/avis`, envoi)).statut).toBe(303)
    const apres = await compter()
    expect([apres.avis - avant.avis, apres.messages - avant.messages]).toEqual([2, 2])
    // Deux clics : le second ne renvoie rien, et le dit.
    const second = await aller(`${session}/avis`, envoi)
    expect([second.statut, second.vers]).toEqual([303, `${session}/avis`])
    expect(await compter()).toEqual(apres)
    expect((await aller(session)).texte).not.toContain('Prévenir de l’annulation')
    expect((await aller(`${session}/avis`)).texte).toContain('2 personnes')
  })

  it('deux stagiaires à la même adresse : un seul message, qui les salue, et l’avis est à chacune', async () => {
    const session = await uneSession(
      'Agathe Pons rh.avis@exemple.example\nRosa Marchal RH.avis@exemple.example',
    )
    await aller(`${session}/etat/annulee`, { motif: 'Trop peu d’inscrits' })
    const page = await aller(`${session}/avis`)
    expect(page.texte).toMatch(/À Rosa Marchal et Agathe Pons\./)
    const avant = await compter()
    expect((await aller(`${session}/avis`, formulaireDe(page.texte))).statut).toBe(303)
    const apres = await compter()
    expect([apres.avis - avant.avis, apres.messages - avant.messages]).toEqual([2, 1])
    expect(await prevenus(session.split('/').pop() ?? '')).toEqual([
      'Agathe Pons annulation courriel',
      'Rosa Marchal annulation courriel',
    ])
  })

  it('sans personne à prévenir, la page le dit et n’offre aucun envoi', async () => {
    const session = await uneSession('')
    expect((await aller(`${session}/etat/annulee`, { motif: 'Salle fermée' })).vers).toBe(session)
    const page = await aller(`${session}/avis`)
    expect(page.texte).toContain('Personne n’a de courriel ici.')
    expect((await aller(`${session}/avis`, { texte: 'Un message assez long.', vus: '0' })).statut).toBe(409)
    expect((await aller(`${session}/avis`, { texte: '', vus: '0' })).statut).toBe(409)
  })
})

describe('une demi-journée qui passe à distance', () => {
  it('se dit à chacun quand on lui avait dit « sur place », dates tenues, et par où la suivre', async () => {
    const session = await uneSession('Chloé Nguyen chloe.mixte@exemple.example')
    const id = session.split('/').pop()
    const dire = (m: string, rang: number) =>
      base.maintenance((tx) =>
        sql`update sessions.seance set modalite = ${m} where session_id = ${id}::uuid and jour = ${rang === 0 ? '2026-12-07' : '2026-12-14'}::date`.execute(
          tx,
        ),
      )
    await base.maintenance((tx) =>
      sql`update sessions.session set modalite = 'mixte', lien_connexion = 'https://visio.example/salle' where id = ${id}::uuid`.execute(
        tx,
      ),
    )
    await dire('presentiel', 0)
    // La seconde n’est pas dite : l’avis n’en dit rien.
    expect(
      (await aller(`${session}/avis`, formulaireDe((await aller(`${session}/avis`)).texte))).statut,
    ).toBe(303)
    await dire('distance', 1)
    expect((await aller(`${session}/avis`)).texte).not.toContain('garde ses dates')
    await dire('distance', 0)
    const page = await aller(`${session}/avis`)
    expect(page.texte).toContain('garde ses dates, mais ne se suit plus de la même façon')
    expect(page.texte).toMatch(/7 décembre 2026, de 9 h à 12 h 30, à distance/)
    expect(page.texte).toContain('À distance : https://visio.example/salle')
  })
})

describe('une demi-journée que la convocation laissait à préciser', () => {
  it('se dit à chacun une fois dite, et une seule fois', async () => {
    const session = await uneSession('Amadou Keïta amadou.precis@exemple.example')
    const id = session.split('/').pop()
    const demie = (date: string, modalite: string) => ({ date, debut: '09:00', fin: '12:30', modalite })
    const convocation = {
      action: { seances: [demie('2026-12-07', 'sur place'), demie('2026-12-14', 'à préciser')] },
    }
    await base.maintenance(async (tx) => {
      await sql`update sessions.session set modalite = 'mixte' where id = ${id}::uuid`.execute(tx)
      await sql`update sessions.seance set modalite = 'presentiel' where session_id = ${id}::uuid and jour = '2026-12-07'`.execute(
        tx,
      )
      await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
        select organisme_id, ${newId()}, activite_id, 'convocation', 'CO-2026-0001', 'convocation.v1', ${JSON.stringify(convocation)}, ${Buffer.alloc(32, 3)},
          ${'0'.repeat(64)}, 1, 'Convocation', 'convocation', 'inscription', id, now() from inscriptions.inscription where session_id = ${id}::uuid`.execute(
        tx,
      )
    })
    const geste = 'Dire à chacun ce que la convocation laissait à préciser'
    expect((await aller(session)).texte).not.toContain(geste)
    await base.maintenance((tx) =>
      sql`update sessions.seance set modalite = 'distance' where session_id = ${id}::uuid and jour = '2026-12-14'`.execute(
        tx,
      ),
    )
    expect((await aller(session)).texte).toContain(geste)
    const page = await aller(`${session}/avis`)
    expect(page.texte).toContain('laissaient à préciser où suivre certaines demi-journées')
    expect(page.texte).toMatch(/14 décembre 2026, de 9 h à 12 h 30, à distance/)
    expect((await aller(`${session}/avis`, formulaireDe(page.texte))).statut).toBe(303)
    expect((await aller(session)).texte).not.toContain(geste)
    expect((await aller(`${session}/avis`)).texte).toContain('Chacun sait où en est la session.')
  })
})

describe('une session en présence qui passe tout entière à distance', () => {
  it('se dit à qui était convoqué sur place, quoique sa convocation ne le redît pas à chaque demi-journée', async () => {
    const session = await uneSession('Nora Benali nora.distance@exemple.example')
    const id = session.split('/').pop()
    const demie = (date: string) => ({ date, debut: '09:00', fin: '12:30' })
    const convocation = {
      action: { modalite: 'en présentiel', seances: [demie('2026-12-07'), demie('2026-12-14')] },
    }
    await base.maintenance((tx) =>
      sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
        select organisme_id, ${newId()}, activite_id, 'convocation', 'CO-2026-0003', 'convocation.v1', ${JSON.stringify(convocation)}, ${Buffer.alloc(32, 5)},
          ${'1'.repeat(64)}, 1, 'Convocation', 'convocation', 'inscription', id, '2026-11-02' from inscriptions.inscription where session_id = ${id}::uuid`.execute(
        tx,
      ),
    )
    const geste = 'Prévenir de la nouvelle façon de suivre'
    expect((await aller(session)).texte).not.toContain(geste)
    await base.maintenance((tx) =>
      sql`update sessions.session set modalite = 'distance', lien_connexion = 'https://salle.example/anglais' where id = ${id}::uuid`.execute(
        tx,
      ),
    )
    expect((await aller(session)).texte).toContain(geste)
    // Une convocation de plus, qui dit déjà la nouvelle façon, n’apprend rien à qui avait reçu la première.
    const depuis = { action: { ...convocation.action, modalite: 'à distance' } }
    await base.maintenance(async (tx) => {
      await sql`with p as (insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
          select organisme_id, ${newId()}, activite_id, 'Ousmane', 'Sarr', 'sarr ousmane', now() from sessions.session where id = ${id}::uuid
          returning organisme_id, id, activite_id)
        insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le, definitive_le)
        select organisme_id, ${newId()}, activite_id, ${id}, id, 'inscrit', now(), now() from p`.execute(tx)
      await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
        select i.organisme_id, ${newId()}, i.activite_id, 'convocation', 'CO-2026-0004', 'convocation.v1', ${JSON.stringify(depuis)}, ${Buffer.alloc(32, 6)},
          ${'2'.repeat(64)}, 1, 'Convocation', 'convocation', 'inscription', i.id, '2026-11-03' from inscriptions.inscription i
          join tiers.personne p on p.id = i.personne_id where i.session_id = ${id}::uuid and p.nom = 'Sarr'`.execute(
        tx,
      )
    })
    expect((await aller(session)).texte).toContain(geste)
    const page = await aller(`${session}/avis`)
    expect(page.texte).toContain('ne se suit plus de la même façon')
    expect(page.texte).toMatch(/7 décembre 2026, de 9 h à 12 h 30, à distance/)
    expect((await aller(`${session}/avis`, formulaireDe(page.texte))).statut).toBe(303)
    expect((await aller(session)).texte).not.toContain(geste)
  })
})

/** Une convocation partie la veille, pour chaque inscription de la session, aux dates et au lieu d’alors. */
const convoquerHier = (id: string) =>
  base.maintenance((tx) =>
    sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
      select organisme_id, gen_random_uuid(), activite_id, 'convocation', 'CO-' || left(id::text, 20), 'convocation.v1', ${JSON.stringify(
        {
          action: {
            seances: ['2026-12-07', '2026-12-14'].map((date) => ({ date, debut: '09:00', fin: '12:30' })),
          },
        },
      )}, sha256(id::text::bytea), ${'7'.repeat(64)}, 1, 'Convocation', 'convocation', 'inscription', id, '2026-11-01'
      from inscriptions.inscription where session_id = ${id}::uuid`.execute(tx),
  )
/** Qui a reçu quoi de cette session : le nom, le genre de l’avis, par où. */
const prevenus = async (id: string) =>
  (
    await base.maintenance((tx) =>
      sql<{
        qui: string
      }>`select concat_ws(' ', p.prenom, p.nom, a.genre, a.canal) as qui from inscriptions.avis a
        left join inscriptions.inscription i on i.organisme_id = a.organisme_id and i.id = a.inscription_id
        join tiers.personne p on p.organisme_id = a.organisme_id and p.id = coalesce(a.personne_id, i.personne_id)
        where a.session_id = ${id}::uuid order by 1`.execute(tx),
    )
  ).rows.map((r) => r.qui)
const champsAffecter = async (chemin: string, qui: string) => {
  const { texte } = await aller(chemin)
  return {
    revision: /name="revision" value="(\d+)"/.exec(texte)?.[1] ?? '',
    'intervenants[0].id': qui,
    partout: 'on',
  }
}
const animer = async (id: string, nom: string, seances: readonly string[]) => {
  const fiche = await base.maintenance((tx) =>
    poserIntervenant(tx, a, seances as never, { prenom: nom === 'Carvalho' ? 'Inès' : 'Tom', nom }),
  )
  await base.maintenance((tx) =>
    sql`update tiers.personne set courriel = ${`${nom.toLowerCase()}.${id.slice(-6)}@exemple.example`} where id = ${fiche}`.execute(
      tx,
    ),
  )
  return fiche
}
const seancesDe = async (id: string) =>
  (
    await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select id from sessions.seance where session_id = ${id}::uuid order by jour`.execute(tx),
    )
  ).rows.map((r) => r.id)

describe('qui anime change, la veille', () => {
  it('se dit à qui venait, à qui vient, aux stagiaires ; une fois, et rien tant qu’aucun papier n’est parti', async () => {
    const session = await uneSession('Agathe Pons agathe.veille@exemple.example')
    const id = session.split('/').pop() ?? ''
    const seances = await seancesDe(id)
    const tom = await animer(id, 'Okafor', seances)
    const ines = await animer(id, 'Carvalho', [])
    const chemin = `${session}/affectations/${seances[0]}`
    // Aucun papier : la session se prépare.
    expect((await aller(chemin, await champsAffecter(chemin, ines))).statut).toBe(303)
    expect((await aller(session)).texte).not.toContain('Prévenir')
    expect((await aller(chemin, await champsAffecter(chemin, tom))).statut).toBe(303)
    await convoquerHier(id)
    const fait = await aller(chemin, await champsAffecter(chemin, ines))
    expect([fait.statut, fait.vers]).toEqual([303, session])
    expect((await aller(session)).texte).toContain('Prévenir de ce qui change')
    const page = await aller(`${session}/avis`)
    expect(page.texte).toContain('Prévenir 3 personnes')
    expect(page.texte).toContain('Vous serez avec Inès Carvalho.')
    expect(page.texte).toMatch(
      /À <strong>Inès Carvalho<\/strong>.*Vous animez la formation.*7 décembre 2026/s,
    )
    expect(page.texte).toMatch(/À <strong>Tom Okafor<\/strong>.*Vous n’animez plus/s)
    expect((await aller(`${session}/avis`, formulaireDe(page.texte))).statut).toBe(303)
    expect(await prevenus(id)).toEqual([
      'Agathe Pons conditions courriel',
      'Inès Carvalho conditions courriel',
      'Tom Okafor conditions courriel',
    ])
    expect((await aller(session)).texte).not.toContain('Prévenir')
  })

  it('rendue à qui l’animait avant que rien ne soit dit, n’apprend rien à personne', async () => {
    const session = await uneSession('Nuno Ferreira nuno.veille@exemple.example')
    const id = session.split('/').pop() ?? ''
    const seances = await seancesDe(id)
    const tom = await animer(id, 'Okafor', seances)
    const ines = await animer(id, 'Carvalho', [])
    await convoquerHier(id)
    const chemin = `${session}/affectations/${seances[0]}`
    for (const qui of [ines, tom]) await aller(chemin, await champsAffecter(chemin, qui))
    expect((await aller(session)).texte).not.toContain('Prévenir')
  })
})

describe('des dates changent après la convocation', () => {
  it('se disent à qui anime et, de vive voix, à qui n’a pas de courriel ; tant que ce n’est pas coché, la session le rappelle', async () => {
    const session = await uneSession('Yann Kerbrat yann.dates@exemple.example\nViviane Zeller')
    const id = session.split('/').pop() ?? ''
    const seances = await seancesDe(id)
    await animer(id, 'Okafor', seances)
    await base.maintenance((tx) =>
      sql`update tiers.personne set telephone = '+33611223344' where nom = 'Zeller' and organisme_id = ${a.organisme}`.execute(
        tx,
      ),
    )
    await convoquerHier(id)
    const champs = champsDe(await (await app.request(`http://localhost:3000${session}/modifier`)).text())
    expect((await aller(`${session}/modifier`, { ...champs, 'seances[1].date': '15/12/2026' })).statut).toBe(
      303,
    )
    expect((await aller(session)).texte).toContain('Prévenir des nouvelles dates')
    const page = await aller(`${session}/avis`)
    expect(page.texte).toContain('Prévenir 2 personnes')
    expect(page.texte).toMatch(/À <strong>Tom Okafor<\/strong>.*15 décembre 2026/s)
    expect(page.texte).toContain('Viviane Zeller, +33611223344')
    expect((await aller(`${session}/avis`, formulaireDe(page.texte))).statut).toBe(303)
    expect((await aller(session)).texte).toContain('Prévenir Viviane Zeller')
    const deux = await aller(`${session}/avis`)
    const [coche = ''] = /<input[^>]*name="voix"[^>]*>/.exec(deux.texte) ?? []
    const viviane = /value="([0-9a-f-]{36})"/.exec(coche)?.[1] ?? ''
    expect(
      (await aller(`${session}/avis`, { ...formulaireDe(deux.texte), voix: viviane, texte: '' })).statut,
    ).toBe(303)
    expect(await prevenus(id)).toEqual([
      'Tom Okafor dates courriel',
      'Viviane Zeller dates voix',
      'Yann Kerbrat dates courriel',
    ])
    expect((await aller(session)).texte).not.toContain('Prévenir')
    // Les convocations d’hier disent l’ancienne date : elles se refont.
    const papiers = await aller(`${session}/pieces`)
    expect(papiers.texte).not.toContain('Chacun est convoqué.')
    expect(papiers.texte.match(/aux anciennes dates/g)).toHaveLength(2)
  })
})

const cacheesDe = (texte: string) => champsDe(texte)
const messageDe = (texte: string) =>
  (/<textarea[^>]*name="avis"[^>]*>([\s\S]*?)<\/textarea>/.exec(texte)?.[1] ?? '').trim()

describe('l’écran du changement', () => {
  const prete = async (gens: string) => {
    const session = await uneSession(gens)
    const id = session.split('/').pop() ?? ''
    const seances = await seancesDe(id)
    await animer(id, 'Okafor', seances)
    return { session, id, seances }
  }
  const formulaire = async (chemin: string) =>
    champsDe(await (await app.request(`http://localhost:3000${chemin}`)).text())

  it('« Voir ce que cela touche » n’écrit jamais, même quand rien n’est touché', async () => {
    const { session, seances } = await prete('')
    for (const [chemin, traits] of [
      [`${session}/modifier`, { 'seances[1].date': '15/12/2026' }],
      [`${session}/affectations/${seances[0]}`, { 'intervenants[0].duree': '1 h' }],
    ] as const) {
      const champs = { ...(await formulaire(chemin)), ...traits }
      const vu = await aller(chemin, { ...champs, geste: 'apercu' })
      expect([vu.statut, vu.lu]).toEqual([
        200,
        expect.stringContaining('Rien à refaire, ni personne à prévenir.'),
      ])
      expect(await formulaire(chemin)).not.toMatchObject(traits)
    }
  })

  it('une fois un courriel parti, ou une facture sortie, le changement ne se défait plus', async () => {
    for (const sort of [
      (id: string) =>
        sql`insert into etapes.envoi (organisme_id, message, activite_id, code, session_id, adresse, objet, etat, pris_le, le)
          values (${a.organisme}, ${newId()}, ${a.activite}, 'veille', ${id}, 'x@exemple.example', 'Demain', 'parti', ${m.clock.now()}, ${m.clock.now()})`,
      (id: string) =>
        sql`insert into facturation.facture (organisme_id, id, activite_id, provenance, genre, outil, numero, emise_le, payeur_nom, pli,
            total_ht_centimes, total_tva_centimes, total_ttc_centimes, enregistree_le, session_id)
          values (${a.organisme}, ${newId()}, ${a.activite}, 'enregistree', 'facture', 'ancien', 'A-1', '2026-11-02', 'Lilas', 'lilas',
            100, 0, 100, ${m.clock.now()}, ${id})`,
    ]) {
      const { session, id } = await prete('')
      const champs = await formulaire(`${session}/modifier`)
      expect(
        (await aller(`${session}/modifier`, { ...champs, lieu: 'Rennes', geste: 'changer' })).statut,
      ).toBe(303)
      expect((await aller(session)).lu).toContain('Revenir à ce qui était')
      await base.maintenance((tx) => sort(id).execute(tx))
      expect((await aller(session)).lu).not.toContain('Revenir à ce qui était')
      expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(409)
    }
  })

  it('une session à peine planifiée se défait tant que personne n’y vient, un quart d’heure', async () => {
    const id = (await m.uneSession({ etat: 'brouillon' })).split('/').pop() ?? ''
    const session = `/sessions/${id}`
    expect((await aller(session)).lu).not.toContain('Défaire la planification')
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(409)
    await base.maintenance((tx) =>
      sql`update sessions.session set cree_le = ${m.clock.now()} where id = ${id}::uuid`.execute(tx),
    )
    expect((await aller(session)).lu).toContain('Défaire la planification')
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(303)
    expect((await aller(session)).lu).toContain('Annulée : Planifiée par erreur')
  })

  it('montre ce qui change, qui l’apprend et par où, n’écrit rien ; puis change et prévient d’un seul geste', async () => {
    const { session, id } = await prete('Dalila Amrani dalila.ecran@exemple.example\nCorentin Blaise')
    await convoquerHier(id)
    const avant = await compter()
    const champs = await formulaire(`${session}/modifier`)
    const apercu = await aller(`${session}/modifier`, {
      ...champs,
      'seances[1].date': '15/12/2026',
      geste: 'apercu',
    })
    expect(apercu.statut).toBe(200)
    expect(apercu.lu).toMatch(/lundi 14 décembre 2026, 9 h – 12 h 30 mardi 15 décembre 2026, 9 h – 12 h 30/)
    expect(apercu.lu).toContain('Par courriel : Dalila Amrani')
    expect(apercu.lu).toContain('Tom Okafor , par courriel')
    expect(apercu.lu).toContain('Corentin Blaise')
    expect(apercu.lu).toContain('Changer et prévenir 2 personnes')
    expect(apercu.lu).toContain('Refaire et envoyer 2 convocations, aux nouvelles dates')
    expect(messageDe(apercu.texte)).toContain('15 décembre 2026')
    expect(await compter()).toEqual(avant)
    expect((await formulaire(`${session}/modifier`))['seances[1].date']).toBe('14/12/2026')
    const muette =
      /value="([^"]+)"/.exec(/<input[^>]*name="voix"[^>]*>/.exec(apercu.texte)?.[0] ?? '')?.[1] ?? ''
    const fait = await aller(`${session}/modifier`, {
      ...cacheesDe(apercu.texte),
      avis: messageDe(apercu.texte),
      voix: muette,
      geste: 'prevenir',
    })
    expect([fait.statut, fait.vers]).toEqual([303, session])
    expect(await prevenus(id)).toEqual([
      'Corentin Blaise dates voix',
      'Dalila Amrani dates courriel',
      'Tom Okafor dates courriel',
    ])
    const page = await aller(session)
    expect(page.lu).not.toContain('Prévenir')
    // Un avis est parti : on n’y revient plus.
    expect(page.lu).not.toContain('Revenir à ce qui était')
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(409)
  })

  it('dit qui tiendra la feuille quand une autre personne anime, et prévient les deux', async () => {
    const { session, id, seances } = await prete('Éloïse Chabrier eloise.ecran@exemple.example')
    await convoquerHier(id)
    const ines = await animer(id, 'Carvalho', [])
    const chemin = `${session}/affectations/${seances[0]}`
    const apercu = await aller(chemin, { ...(await champsAffecter(chemin, ines)), geste: 'apercu' })
    expect(apercu.lu).toMatch(/Qui anime, 2 demi-journées Tom Okafor Inès Carvalho/)
    expect(apercu.lu).toMatch(/Feuille Tenue par .*7 déc/)
    expect(apercu.lu).toContain('Changer et prévenir 3 personnes')
    await aller(chemin, {
      ...cacheesDe(apercu.texte),
      avis: messageDe(apercu.texte),
      geste: 'prevenir',
    })
    expect(await prevenus(id)).toEqual([
      'Inès Carvalho conditions courriel',
      'Tom Okafor conditions courriel',
      'Éloïse Chabrier conditions courriel',
    ])
  })

  it('un changement que l’on a tu ne part pas d’un clic : l’aperçu le montre ; qui ne convoque pas n’a pas le bouton', async () => {
    const { session, id, seances } = await prete('Hawa Diop hawa.ecran@exemple.example')
    await convoquerHier(id)
    const ines = await animer(id, 'Carvalho', [])
    const chemin = `${session}/affectations/${seances[0]}`
    expect((await aller(chemin)).lu).toContain('Changer et prévenir chacun')
    m.qui = { ...m.premiere, roles: ['equipe-appui'] }
    expect((await aller(chemin)).lu).not.toContain('prévenir chacun')
    m.qui = m.premiere
    const champs = await formulaire(`${session}/modifier`)
    const tu = { ...champs, 'seances[1].date': '15/12/2026', geste: 'changer' }
    expect((await aller(`${session}/modifier`, tu)).statut).toBe(303)
    const avant = await compter()
    const vu = await aller(chemin, { ...(await champsAffecter(chemin, ines)), geste: 'confier' })
    expect([vu.statut, vu.lu]).toEqual([200, expect.stringContaining('Changer sans prévenir')])
    expect(await compter()).toEqual(avant)
  })

  it('changée sans prévenir, revient à ce qu’elle était, heures et personnes ; passé le quart d’heure, plus', async () => {
    const { session, id, seances } = await prete('Thi Mai Lam thi.ecran@exemple.example')
    await convoquerHier(id)
    const champs = await formulaire(`${session}/modifier`)
    const changer = () =>
      aller(`${session}/modifier`, {
        ...champs,
        'seances[0].date': '08/12/2026',
        'seances[1].date': '',
        'seances[1].debut': '',
        'seances[1].fin': '',
        'seances[1].id': '',
        geste: 'changer',
      })
    expect((await changer()).statut).toBe(303)
    expect((await seancesDe(id)).length).toBe(1)
    expect((await aller(session)).lu).toContain('Revenir à ce qui était')
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(303)
    expect(await seancesDe(id)).toEqual(seances)
    const revenue = await formulaire(`${session}/modifier`)
    expect([revenue['seances[0].date'], revenue['seances[1].date']]).toEqual(['07/12/2026', '14/12/2026'])
    expect((await aller(session)).lu).not.toMatch(/Prévenir|Revenir à ce qui était/)
    expect(
      (await aller(`${session}/modifier`, { ...revenue, lieu: 'Rennes', geste: 'changer' })).statut,
    ).toBe(303)
    m.avancer(16 * 60_000)
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(409)
    m.avancer(-16 * 60_000)
  })

  it('interrompt, dit pourquoi à chacun, et le défait tant que rien n’est parti', async () => {
    const { session, id } = await prete('Abdoulaye Cissé abdou.ecran@exemple.example')
    await convoquerHier(id)
    const chemin = `${session}/etat/reportee`
    const apercu = await aller(chemin, { _jeton: newId(), motif: 'Formatrice malade', geste: 'apercu' })
    expect(apercu.lu).toMatch(/État .* reportée/)
    expect(messageDe(apercu.texte)).toContain('Raison : Formatrice malade')
    expect(apercu.lu).toMatch(/et prévenir 2 personnes/)
    expect((await aller(chemin, { ...cacheesDe(apercu.texte), geste: 'changer' })).statut).toBe(303)
    expect((await aller(session)).lu).toContain('reportée')
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(303)
    expect((await aller(session)).lu).not.toContain('reportée')
  })

  it('un arrêt se montre avant de se faire, même sans personne à prévenir ; qui n’en décide pas n’y revient pas', async () => {
    const { session, id } = await prete('')
    const chemin = `${session}/etat/reportee`
    const etat = async () =>
      (
        await base.maintenance((tx) =>
          sql<{ etat: string }>`select etat from sessions.session where id = ${id}::uuid`.execute(tx),
        )
      ).rows[0]?.etat
    const avant = await etat()
    const apercu = await aller(chemin, { _jeton: newId(), motif: 'Salle inondée', geste: 'apercu' })
    expect([apercu.statut, await etat()]).toEqual([200, avant])
    expect((await aller(chemin, { ...cacheesDe(apercu.texte), geste: 'changer' })).statut).toBe(303)
    m.qui = { ...m.premiere, personne: newId<'Personne'>(), roles: ['assistant'] }
    expect((await aller(session)).lu).not.toContain('Revenir à ce qui était')
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(403)
    expect(await etat()).toBe('reportee')
    m.qui = m.premiere
    expect((await aller(`${session}/defaire`, { _jeton: newId() })).statut).toBe(303)
    expect(await etat()).toBe(avant)
  })
})

describe('une inscription annulée', () => {
  const inscriptionDe = async (id: string) =>
    (
      await base.maintenance((tx) =>
        sql<{
          id: string
          etat: string
        }>`select id, etat from inscriptions.inscription where session_id = ${id}::uuid`.execute(tx),
      )
    ).rows[0] ?? { id: '', etat: '' }
  it('se dit à la personne, sans le motif ; prévenue, elle ne se rétablit plus, elle s’inscrit de nouveau', async () => {
    const session = await uneSession('Farid Benali farid.fin@exemple.example')
    const i = await inscriptionDe(session.split('/').pop() ?? '')
    const fin = `${session}/inscriptions/${i.id}/fin`
    expect((await aller(fin)).texte).toMatch(/name="prevenir"[^>]*checked/)
    const avant = await compter()
    expect((await aller(fin, { motif: 'Remplacé par une collègue', prevenir: 'on' })).statut).toBe(303)
    expect((await compter()).messages - avant.messages).toBe(1)
    expect((await aller(`${fin}/defaire`, {})).statut).toBe(303)
    expect((await inscriptionDe(session.split('/').pop() ?? '')).etat).toBe('annule')
  })
  it('montre avant ce que le départ touche : places, papiers déjà émis', async () => {
    const session = await uneSession('Hugo Petit hugo.fin@exemple.example\nLise Roux')
    const id = session.split('/').pop() ?? ''
    await convoquerHier(id)
    const i = await inscriptionDe(id)
    const avant = await compter()
    const page = await aller(`${session}/inscriptions/${i.id}/fin`)
    expect(page.lu).toMatch(/Places 1 stagiaire sur 12\./)
    expect(page.lu).toMatch(/Papiers Convocation .*Ce qui est émis ne change pas\./)
    expect([await compter(), (await inscriptionDe(id)).etat]).toEqual([avant, 'inscrit'])
  })
  it('ajoutée par erreur, se retire d’un bouton tant que rien ne lui est parti, un quart d’heure', async () => {
    const session = await uneSession('Inès Marchand ines.fin@exemple.example')
    const id = session.split('/').pop() ?? ''
    const i = await inscriptionDe(id)
    const retirer = `${session}/inscriptions/${i.id}/fin/retirer`
    m.avancer(16 * 60_000)
    expect((await aller(session)).texte).not.toContain(retirer)
    await aller(retirer, {})
    expect((await inscriptionDe(id)).etat).toBe('inscrit')
    m.avancer(-16 * 60_000)
    expect((await aller(session)).texte).toContain(retirer)
    expect((await aller(retirer, {})).statut).toBe(303)
    expect((await inscriptionDe(id)).etat).toBe('annule')
    const deux = await uneSession('Noé Garnier noe.fin@exemple.example')
    await convoquerHier(deux.split('/').pop() ?? '')
    expect((await aller(deux)).texte).not.toContain('/fin/retirer')
  })
  it('par erreur, se rétablit d’un bouton dans le quart d’heure, et plus après', async () => {
    const session = await uneSession('Gaëlle Le Roux gaelle.fin@exemple.example')
    const id = session.split('/').pop() ?? ''
    const i = await inscriptionDe(id)
    const fin = `${session}/inscriptions/${i.id}/fin`
    const bouton = `action="${fin}/defaire"`
    expect((await aller(fin, { motif: 'Erreur de ligne' })).statut).toBe(303)
    expect((await aller(session)).texte).toContain(bouton)
    expect((await aller(`${fin}/defaire`, {})).statut).toBe(303)
    expect((await inscriptionDe(id)).etat).toBe('inscrit')
    expect((await aller(session)).texte).not.toContain(bouton)
    expect((await aller(fin, { motif: 'Cette fois, oui' })).statut).toBe(303)
    m.avancer(16 * 60_000)
    expect((await aller(session)).texte).not.toContain(bouton)
    expect((await aller(`${fin}/defaire`, {})).statut).toBe(303)
    expect((await inscriptionDe(id)).etat).toBe('annule')
  })
})

describe('qui peut prévenir', () => {
  it('ni qui n’a pas à convoquer, ni une autre maison', async () => {
    const session = await uneSession('Chloé Nguyen chloe.avis@exemple.example')
    const avant = await compter()
    const envoi = { texte: 'Un message assez long.', vus: '0' }
    m.qui = { ...m.premiere, personne: newId<'Personne'>(), roles: ['comptable'] }
    expect((await aller(`${session}/avis`)).statut).toBe(403)
    expect((await aller(`${session}/avis`, envoi)).statut).toBe(403)
    m.qui = { ...m.premiere, organisme: b.organisme }
    expect((await aller(`${session}/avis`)).statut).toBe(404)
    expect((await aller(`${session}/avis`, envoi)).statut).toBe(404)
    m.qui = m.premiere
    expect(await compter()).toEqual(avant)
  })
})
