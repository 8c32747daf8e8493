/** « Aujourd’hui » entière, sur une vraie base : ce que chacun y lit, ce qu’il n’y lit pas, et combien de questions elle pose. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { poserPiece } from '#modules/documents/test/poser.ts'
import { cloreLaFeuille, regulariser } from '#modules/emargement/gestes/composer.ts'
import {
  acces,
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
} from '#modules/emargement/test/session-d-essai.ts'
import { inscrire } from '#modules/inscriptions/gestes/inscrire.ts'
import { poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { prisesDeLOrganisme } from '../prises.ts'
import { lireAujourdhui } from './test/aujourdhui.ts'

const base = await baseNeuve()
const page = lireAujourdhui(base)

/** Une journée de la maquette : cinq stagiaires, deux ont signé, deux demi-journées, le deuxième jour de trois. */
const poserJournee = () =>
  base.maintenance(async (tx) => {
    const fil = await poserSessionDEssai(tx, {
      stagiaires: 5,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    })
    for (const [jour, debut] of [
      ['2026-11-23', '2026-11-23T08:00:00Z'],
      ['2026-11-25', '2026-11-25T08:00:00Z'],
    ])
      await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
        values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, ${jour}, 'matin', 540, 750, ${debut}, ${debut}::timestamptz + interval '210 minutes')`.execute(
        tx,
      )
    return fil
  })

const attester = async (fil: SessionDEssai, combien: number) => {
  // On régularise après coup ; la page, elle, se regarde à 11 h 40.
  const services = servicesDe(base, fil, '2026-11-24T17:00:00Z')
  for (const inscription of fil.inscriptions.slice(0, combien))
    expect(
      (
        await regulariser(
          services,
          { acces, id: fil.personne, nom: 'Tom Okafor' },
          {
            session: fil.session,
            seance: fil.seances[0] ?? newId<'Seance'>(),
            inscription,
            motif: 'Vue en salle',
          },
        )
      ).ok,
    ).toBe(true)
}

const inserer = async (fil: SessionDEssai) =>
  base.maintenance(async (tx) => {
    const { organisme: o, activite: a } = fil
    const le = '2026-01-05T09:00:00Z'
    const [bastien, demandeur, affaire, pole] = [newId(), newId(), newId(), newId()]
    for (const [id, prenom, nom] of [
      [bastien, 'Bastien', 'Lourdel'],
      [demandeur, 'Noémie', 'Vidal'],
    ])
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${o}, ${id}, ${a}, ${prenom}, ${nom}, ${nom?.toLowerCase()}, ${le})`.execute(tx)
    await sql`insert into qualite.cadre (organisme_id, id, genre, audit_le, depuis, categories, situation, pose_le)
      values (${o}, ${newId()}, 'surveillance', '2027-01-26', '2026-01-01', '{AF}', '{}', ${le})`.execute(tx)
    for (const [titre, jour] of [
      ['vieux', '2022-01-01'],
      ['v3', '2024-12-08'],
    ])
      await sql`insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, personne_id, contenu, inscrit_le)
        values (${o}, ${a}, ${newId()}, 1, 'cv', ${titre}, ${jour}, ${bastien}, '{}', ${le})`.execute(tx)
    await sql`insert into donnees.demande (organisme_id, id, activite_id, personne_id, genre, canal, recue_le, echeance, inscrite_le)
      values (${o}, ${newId()}, ${a}, ${demandeur}, 'acces', 'courriel', '2026-11-20', '2026-12-20', ${le})`.execute(
      tx,
    )
    await sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, recit, recu_le, inscrit_le)
      values (${o}, ${affaire}, ${a}, 'reclamation', 'stagiaire', 'une salle trop froide', ${Buffer.alloc(40)}, '2026-10-05', ${le})`.execute(
      tx,
    )
    await sql`insert into qualite.suite (organisme_id, id, activite_id, affaire_id, genre, le, texte, inscrit_le)
      values (${o}, ${newId()}, ${a}, ${affaire}, 'cloture', '2026-10-12', 'Une autre salle.', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, public, cree_le)
      values (${pole}, ${o}, ${`pole-${pole.slice(-8)}`}, 'metier', 'Formation', 'actif', false, ${le})`.execute(
      tx,
    )
    await sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du) values (${pole}, ${o}, 'active', ${le}, '2026-01-05')`.execute(
      tx,
    )
    const reunion = newId()
    await sql`insert into pole.reunion (pole_id, id, organisme_id, rang, titre, format, etat, debut, fin, hote, cree_le)
      values (${pole}, ${reunion}, ${o}, 8, 'Réunion', 'demi-journee', 'convoquee', '2026-12-10T13:00:00Z', '2026-12-10T16:00:00Z', 'La Fabrique du Lien', ${le})`.execute(
      tx,
    )
    return { pole, reunion }
  })

/** Une session de ce jour-là, et une inscrite qui n’a encore rien reçu. */
const attendre = async (fil: SessionDEssai, jour: string, nom = 'Noir') => {
  const { session } = await base.maintenance(async (tx) => {
    const offre = await poserOffre(tx, fil)
    // Celle du fil porte le numéro 1 sans l’avoir pris au compteur.
    await sql`insert into sessions.compteur (organisme_id, annee, dernier) values (${fil.organisme}, 2026, 1) on conflict do nothing`.execute(
      tx,
    )
    return poserSession(tx, { ...fil, offre, intitule: `Du ${jour}`, seances: [[jour, 540, 750]] })
  })
  const gens = [{ prenom: 'Ada', nom }]
  const faite = await base.enTantQue(fil.organisme, {}, (tx) =>
    inscrire(tx, session, newId(), gens, new Date('2026-11-20T09:00:00Z')),
  )
  expect(faite).toMatchObject({ ok: true })
}

describe('« Aujourd’hui »', () => {
  it('dit la semaine, les comptes, qui a signé, qui reste, la place dans la série', async () => {
    const fil = await poserJournee()
    await attester(fil, 2)
    const { statut, texte, html } = await page(fil, ['formateur'], fil.personne)
    expect(statut).toBe(200)
    expect(texte).toContain('2026, semaine 48 Mardi 24 novembre 1 session 5 stagiaires')
    expect(texte).toContain('salle Duras · Tom Okafor · deuxième jour sur trois')
    expect(texte).toContain('2 signatures sur 5, possibles jusqu’à 14 h 30')
    expect(texte).toContain('Restent')
    expect(texte).toContain('5 stagiaires attendus')
    expect(html.match(/class="prouve"/g)).toHaveLength(2)
    expect(html.match(/class="manquant"/g)).toHaveLength(3)
    // Qui tient la feuille, ou prépare la session, renvoie les liens d’un clic ; qui la lit seulement voit les noms, sans ce geste.
    const feuille = `/sessions/${fil.session}/seances/${fil.seances[0]}`
    const renvoi = `action="${feuille}"`
    expect(html).toContain(renvoi)
    const lue = await page(fil, ['assistant'])
    expect(lue.texte).toContain('Restent')
    expect(lue.html).toContain(`"${feuille}"`)
    expect(lue.html).toContain(renvoi)
    expect((await page(fil, ['comptable'])).html).not.toContain(renvoi)
  })

  it('ne nomme personne à qui ne lit pas les présences, ni rien d’une coopérative à une autre', async () => {
    const fil = await poserJournee()
    const commercial = await page(fil, ['commercial'])
    expect(commercial.texte).toContain('0 signature sur 5')
    for (const nom of ['Fabre', 'Pons', 'Sarr', 'Zeller']) expect(commercial.texte).not.toContain(nom)
    expect(commercial.html).not.toContain('Renvoyer')
    const ailleurs = await base.maintenance((tx) =>
      poserSessionDEssai(tx, { stagiaires: 0, jour: '2026-06-01' }),
    )
    const autre = await page(ailleurs, ['responsable'])
    expect(autre.texte).toContain('Personne n’est en formation aujourd’hui.')
    expect(autre.texte).not.toContain('Fabre')
    // Un formateur qui n’anime pas cette session ne la voit pas.
    expect((await page(fil, ['formateur'])).texte).toContain('Personne n’est en formation aujourd’hui.')
  })

  it('la marge dit ce qui vient : l’audit, un CV, une demande, la rencontre du pôle, la réclamation close', async () => {
    const fil = await poserJournee()
    const { pole, reunion } = await inserer(fil)
    const { texte, html } = await page(fil, ['responsable'])
    expect(texte).toContain('mar. 8 décembre CV de Bastien Lourdel : il aura vingt-quatre mois.')
    expect(texte).not.toContain('« vieux »')
    expect(texte).toContain(
      'dim. 20 décembre Répondre à Noémie Vidal, qui demande à lire et recevoir ses données.',
    )
    expect(texte).toContain('mar. 26 janvier 2027 Audit de surveillance, dans 63 jours.')
    expect(texte).toContain(
      'Huitième rencontre du pôle Formation, jeudi 10 décembre, de 14 h à 17 h, à La Fabrique du Lien. Langue & Lien n’a pas répondu. Dire qui vient',
    )
    expect(html).toContain(`/poles/${pole}/reunions/${reunion}`)
    expect(texte).toContain(
      'Aucune ouverte. La dernière, une salle trop froide, est close depuis le 12 octobre 2026.',
    )
    const dates = [...html.matchAll(/<time datetime="([^"]+)"/g)].map((m) => m[1] ?? '')
    expect(dates).toEqual(dates.toSorted())
    // La demande n’est due que dans un mois : elle n’est pas aussi dans « À vous ».
    expect(html.match(/Noémie Vidal/g)).toHaveLength(1)
  })

  it('ce que les sessions attendent se dit après ce que la loi date, trois au plus, sans pousser une date sous le pli', async () => {
    const fil = await poserJournee()
    await inserer(fil)
    const dates = (html: string) =>
      [...html.matchAll(/<time datetime="([^"]+)"[\s\S]*?<\/li>/g)].map((m) => m[0].replace(/<[^>]+>/g, ' '))
    const avant = dates((await page(fil, ['responsable'])).html)
    const jours = ['2026-12-03', '2026-12-10', '2026-12-11', '2026-12-14', '2026-12-15']
    for (const [n, jour] of jours.entries())
      await attendre(fil, jour, ['Noir', 'Brun', 'Roux', 'Blanc', 'Gris'][n])
    const { html, texte } = await page(fil, ['responsable'])
    const apres = dates(html)
    expect(apres.slice(0, avant.length)).toEqual(avant)
    expect(html).not.toContain('plus lointaine')
    expect(apres.slice(avant.length)).toHaveLength(3)
    // Les remises, à quatorze jours, sont en retard des deux premières ; la date qui suit est celle des convocations.
    expect(texte).toContain(
      'Ce que les sessions attendent jeu. 26 novembre Convocations de « Du 2026-12-03 » : 0 sur 1, avant le 3 décembre 2026. En retard : remises (0 sur 1).',
    )
    expect(texte).toContain('Voir les sessions suivantes au planning')
    // Seule à venir, elle suffit à démentir « Aucune date ne presse ».
    const calme = await base.maintenance((tx) =>
      poserSessionDEssai(tx, { stagiaires: 0, jour: '2026-06-01' }),
    )
    expect((await page(calme, ['responsable'])).texte).toContain('Aucune date ne presse')
    await attendre(calme, '2026-12-03')
    expect((await page(calme, ['responsable'])).texte).not.toContain('Aucune date ne presse')
  })

  it('qui n’a pas à les lire n’a ni la qualité, ni les demandes ; sans pôle, pas d’encart', async () => {
    const fil = await poserJournee()
    expect((await page(fil, ['responsable'])).texte).not.toContain('Au pôle')
    await inserer(fil)
    const { texte } = await page(fil, ['formateur'])
    for (const mot of ['Bastien Lourdel', 'Noémie Vidal', 'Réclamations', 'Audit de surveillance'])
      expect(texte).not.toContain(mot)
    expect(texte).toContain('Au pôle')
    expect(texte).toContain('Aucune date ne presse')
  })

  it('une convention qui n’est pas revenue se relance ; un contrat dit son délai et ses versements', async () => {
    const fil = await poserJournee()
    await base.maintenance(async (tx) => {
      const { organisme: o, activite: a } = fil
      const le = '2026-11-10T09:00:00Z'
      const [clinique, claire, convention, contrat, piece] = [newId(), newId(), newId(), newId(), newId()]
      await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
        values (${o}, ${clinique}, ${a}, 'Clinique des Tilleuls', 'clinique des tilleuls', ${le})`.execute(tx)
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${o}, ${claire}, ${a}, 'Claire', 'Martin', 'martin claire', ${le})`.execute(tx)
      await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article, prix_centimes, cree_le)
        values (${o}, ${convention}, ${a}, ${fil.session}, 'entreprise', ${clinique}, 'etablissement', 'convention', 'L6353-1', 100000, ${le})`.execute(
        tx,
      )
      await poserPiece(tx, fil, {
        id: piece,
        genre: 'convention',
        gabarit: 'convention.v1',
        numero: 'CV-2026-0009',
        libelle: 'Clinique des Tilleuls',
        objet: { genre: 'dossier', id: convention },
        emiseLe: le,
      })
      await sql`insert into documents.demande (organisme_id, id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le)
        values (${o}, ${newId()}, ${a}, ${piece}, 'signature', 'client', 'dossier', ${convention}, 'N', 'n@exemple.fr', ${le})`.execute(
        tx,
      )
      await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, personne_id, individuel_a_ses_frais, circonstance, regime, regime_article,
          prix_centimes, cree_le, signe_le, signature_moyen)
        values (${o}, ${contrat}, ${a}, ${fil.session}, 'personne', ${claire}, true, 'etablissement', 'contrat', 'L6353-3', 60000, ${le}, '2026-11-20T09:00:00Z', 'scan')`.execute(
        tx,
      )
      await sql`insert into inscriptions.echeance (organisme_id, id, activite_id, dossier_id, jour, montant_centimes)
        values (${o}, ${newId()}, ${a}, ${contrat}, '2026-12-04', 18000)`.execute(tx)
    })
    const { texte, html } = await page(fil, ['responsable'])
    expect(texte).toContain('Relancer Clinique des Tilleuls, pour la convention CV-2026-0009')
    // D’un clic : le lien repart d’ici.
    expect(html).toMatch(/action="\/documents\/[0-9a-f-]+\/demandes\/[0-9a-f-]+"/)
    expect(texte).toContain('Elle devait être conclue avant le premier jour, le 23 novembre 2026.')
    expect(texte).toContain(
      'lun. 30 novembre Fin du délai de rétractation de Claire Martin : aucune somme n’est due avant (C. trav., art. L6353-6).',
    )
    expect(texte).toContain('ven. 4 décembre Versement de Claire Martin : 180,00 €, prévus à son échéancier.')
    // La loi dépassée vient la première, et c’est elle que l’écran appelle.
    expect(texte.indexOf('Relancer')).toBeLessThan(texte.indexOf('Rappeler'))
    const comptable = await page(fil, ['comptable'])
    expect(comptable.texte).not.toContain('Relancer Clinique')
    expect(comptable.texte).toContain('Versement de Claire Martin')
    expect((await page(fil, ['formateur'])).texte).not.toContain('Claire Martin')
  })

  it('un règlement intérieur émis attend la seule personne qui peut le signer', async () => {
    const fil = await poserJournee()
    const [reglement, apres] = [newId(), newId()]
    const poser = (id: string, numero: string, remplace: string | null) =>
      base.maintenance((tx) =>
        poserPiece(tx, fil, {
          id,
          numero,
          remplace,
          genre: 'reglement-interieur',
          gabarit: 'reglement-interieur.v1',
          libelle: 'Règlement intérieur des stagiaires',
          objet: { genre: 'organisme', id: fil.organisme },
        }),
      )
    const appel = 'Signer le règlement intérieur RI-2026-000'
    const [premierPas] = prisesDeLOrganisme.etapes ?? []
    const dit = () => base.enTantQue(fil.organisme, {}, async (tx) => premierPas?.fait(tx))
    expect(await dit()).toBe(false)
    await poser(reglement, 'RI-2026-0001', null)
    expect((await page(fil, ['responsable'], fil.personne)).texte).toContain(`${appel}1`)
    expect(await dit()).toMatchObject({ mot: 'établi, à signer', href: `/documents/${reglement}` })
    // Le rôle ne suffit pas : il y faut la fonction, ou une délégation.
    expect((await page(fil, ['responsable'])).texte).not.toContain(appel)
    expect((await page(fil, ['assistant'], fil.personne)).texte).not.toContain(appel)
    // Le suivant le remplace : c’est lui qui attend, et lui seul.
    await poser(apres, 'RI-2026-0002', reglement)
    const texte = (await page(fil, ['responsable'], fil.personne)).texte
    expect([texte.includes(`${appel}1`), texte.includes(`${appel}2`)]).toEqual([false, true])
    await base.maintenance((tx) =>
      sql`insert into documents.signature (organisme_id, id, activite_id, piece_id, acte, role, moyen, nom, qualite, consentement, datee_du, signee_le, empreinte, engagement)
        select organisme_id, ${newId()}, activite_id, id, 'signature', 'organisme', 'compte', 'Hélène Roussillon', 'directrice générale', 'Oui.', '2026-11-24', now(), empreinte, empreinte
        from documents.piece where id = ${apres}`.execute(tx),
    )
    expect((await page(fil, ['responsable'], fil.personne)).texte).not.toContain(appel)
    expect(await dit()).toBe(true)
  })

  it('la dernière feuille close, terminer la session est un geste proposé, et un seul', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2, jour: '2026-11-23' }))
    const services = servicesDe(base, fil, '2026-11-23T17:00:00Z')
    const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
    const ou = {
      session: fil.session,
      seance: fil.seances[0] ?? newId<'Seance'>(),
      ip: '192.0.2.1',
      agent: 'essai',
    }
    for (const inscription of fil.inscriptions)
      await regulariser(services, qui, { ...ou, inscription, motif: 'Vue en salle' })
    const appel = 'Terminer la session S-2026-001'
    expect((await page(fil, ['assistant'])).texte).not.toContain(appel)
    expect((await cloreLaFeuille(services, qui, ou)).ok).toBe(true)
    const lue = await page(fil, ['assistant'])
    expect(lue.texte).toContain(`${appel} Anglais professionnel : toutes les feuilles sont closes`)
    expect(lue.html).toContain(`href="/sessions/${fil.session}/etat/terminee"`)
    // Que personne ne l’ait confirmée n’y change rien : elle s’est tenue.
    const passer = (etat: string) =>
      base.maintenance((tx) =>
        sql`update sessions.session set etat = ${etat} where id = ${fil.session}`.execute(tx),
      )
    const geste = (html: string) => /href="[^"]*etat\/terminee"[^>]*>([^<]*)</.exec(html)?.[1]
    // Close partout, elle se termine d’un clic ; jamais dite commencée, la page se lit d’abord.
    expect(lue.html).toMatch(
      /action="[^"]*\/etat\/terminee"[\s\S]*?<button class="button[^"]*" type="submit"[^>]*>Terminer la session/,
    )
    expect(geste(lue.html)).toBe('Voir')
    await passer('ouverte')
    const jamaisDite = await page(fil, ['assistant'])
    expect(jamaisDite.texte).toContain(appel)
    expect(geste(jamaisDite.html)).toBe('Vérifier et terminer')
    // Qui ne planifie pas ne termine pas non plus.
    expect((await page(fil, ['comptable'])).texte).not.toContain(appel)
    await passer('terminee')
    expect((await page(fil, ['assistant'])).texte).not.toContain(appel)
  })

  it('cinq gestes, les plus pressants ; un seul appel ; le reste se déplie sans script', async () => {
    const fil = await poserJournee()
    await base.maintenance(async (tx) => {
      for (let j = 1; j <= 9; j++) {
        const jour = `2026-11-0${j}`
        await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
          values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, ${jour}, 'matin', 540, 750, ${`${jour}T08:00:00Z`}, ${`${jour}T11:30:00Z`})`.execute(
          tx,
        )
      }
    })
    const { html, texte } = await page(fil, ['assistant'])
    const gestes = html.match(/<li class="geste">/g)?.length ?? 0
    expect(gestes).toBeGreaterThan(6)
    expect(texte).toContain(`${gestes} gestes pour vous`)
    expect(texte).toContain(`Tout ce qui vous attend : ${gestes - 5} autres gestes`)
    expect(html.split('<details')[0]?.match(/<li class="geste">/g)).toHaveLength(5)
    expect(html.match(/class="button call"/g)).toHaveLength(1)
    expect(html).toContain('<b>Rappeler</b> la feuille du 1er')
  })

  it('pose un nombre borné de questions, quel que soit le nombre de séances', async () => {
    const fil = await poserJournee()
    await inserer(fil)
    const lues: Record<string, number> = {}
    for (const role of ['responsable', 'assistant', 'comptable', 'formateur'])
      lues[role] = (await page(fil, [role], fil.personne)).questions
    console.log('questions de « Aujourd’hui »', lues)
    // Chaque thème y ajoute les siennes : le vivier, le compte courant, les marchés en font quatre ; les achats et les accords du pôle, deux ;
    // les salles louées et les dossiers attendus, quatre ; la veille et les améliorations, une.
    expect(Math.max(...Object.values(lues))).toBeLessThanOrEqual(71)
    await base.maintenance(async (tx) => {
      for (let h = 0; h < 6; h++)
        await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
          values (${fil.organisme}, ${newId()}, ${fil.activite}, ${fil.session}, '2026-11-24', 'soiree', ${1080 + h * 10}, ${1090 + h * 10},
            ${`2026-11-24T17:${h}0:00Z`}, ${`2026-11-24T17:${h}9:00Z`})`.execute(tx)
    })
    const apres = await page(fil, ['responsable'], fil.personne)
    expect(apres.questions).toBe(lues.responsable)
  })
})
