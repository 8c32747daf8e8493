// Long parce que la vie d’une session s’y suit par ses pages, sur une même scène : planifier, changer, la liste, le fil.
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { planification } from '../../../test/monde/planification.ts'
import { contributionEmargement } from '../../modules/emargement/contributions/session.tsx'
import { regulariser } from '../../modules/emargement/gestes/composer.ts'
import { acces, poserSessionDEssai, servicesDe } from '../../modules/emargement/test/session-d-essai.ts'
import {
  poserCoop,
  poserEnseigne,
  poserMembre,
  poserSalle,
} from '../../modules/sessions/test/cooperatives.ts'
import { poserIntervenant, poserSession, type SessionVoulue } from '../../modules/sessions/test/poser.ts'
import { champsDe } from '../demo/rejouer.ts'

const m = await planification({
  roles: ['responsable', 'assistant'],
  coop: poserCoop,
  texte: (html) => html,
})
const { base, a, aller, premiere: responsable } = m
const { salle, tom } = await base.maintenance(async (tx) => ({
  salle: await poserSalle(tx, a),
  tom: await poserMembre(tx, [a.organisme], 'Okafor'),
}))
beforeEach(() => {
  m.qui = responsable
})
const plan = (date: string, champs: Readonly<Record<string, string>> = {}) => ({
  offre: a.offre,
  lieu: 'Rue des Essais',
  zone: 'Europe/Paris',
  formateur: 'Léa Brun',
  capacite: '12',
  _jeton: newId(),
  'seances[0].date': date,
  'seances[0].debut': '9 h',
  'seances[0].fin': '12 h 30',
  ...champs,
})

describe('planifier avec une salle', () => {
  it('« Ajouter une journée » ramène à la journée ajoutée, non en haut de la page', async () => {
    const { texte } = await aller('/sessions/nouvelle', plan('22/03/2027', { geste: 'seances:journee' }))
    const [, repere = ''] =
      /formaction="\/sessions\/nouvelle#([^"]+)"[^>]*>Ajouter une journée/.exec(texte) ?? []
    expect(repere).not.toBe('')
    expect(texte).toMatch(new RegExp(`name="seances\\[1\\]\\.date"[\\s\\S]*id="${repere}"`))
  })
  it('la salle est prise : la page le dit sur la demi-journée, et ne perd rien', async () => {
    const un = await aller('/sessions/nouvelle', plan('22/03/2027', { salle, lieu: '', formateurId: tom }))
    expect(un.statut).toBe(303)
    const deux = await aller(
      '/sessions/nouvelle',
      plan('22/03/2027', { salle, lieu: '', formateur: 'Paul Roy' }),
    )
    expect(deux.statut).toBe(409)
    expect(deux.texte).toContain('Duras : déjà pris par S-2026-001')
    expect(deux.texte).toContain('value="Paul Roy"')
  })
  it('prise par une enseigne que l’on ne voit pas : « occupé », et rien de plus', async () => {
    const e = await base.maintenance((tx) => poserEnseigne(tx, a, 'Enseigne Y'))
    m.qui = { ...responsable, portee: [e.activite] as ActiviteId[] }
    const r = await aller(
      '/sessions/nouvelle',
      plan('22/03/2027', { offre: e.offre, salle, lieu: '', formateur: 'Paul Roy' }),
    )
    expect(r.statut).toBe(409)
    expect(r.texte).toContain('Duras : occupé à ce moment.')
    expect(r.texte).not.toMatch(/S-2026-001|Okafor<\/p>|Anglais professionnel,/)
  })
  it('une date illisible ne cache ni le lieu qui manque, ni un jour férié, ni l’effectif', async () => {
    const r = await aller('/sessions/nouvelle', {
      ...plan('31/02/2027', { lieu: '', effectifMin: '20' }),
      'seances[1].date': '14/07/2027',
      'seances[1].debut': '9 h',
      'seances[1].fin': '12 h 30',
    })
    expect(r.statut).toBe(422)
    expect(r.texte).toContain('Quatre réponses à reprendre')
    for (const mot of ['n’existe pas', 'ou écrivez où la session se tient', 'est férié', 'effectif minimal'])
      expect(r.texte, mot).toMatch(new RegExp(mot, 'i'))
  })
  it('à distance, sans salle ni lieu, avec son lien', async () => {
    const r = await aller(
      '/sessions/nouvelle',
      plan('23/03/2027', { modalite: 'distance', lieu: '', lienConnexion: 'https://visio.example/abc' }),
    )
    expect(r.statut).toBe(303)
    const page = await aller(r.vers)
    expect(page.texte).toContain('https://visio.example/abc')
    expect(page.texte).toContain('À distance')
    const mauvais = plan('24/03/2027', { lienConnexion: 'javascript:alert(1)' })
    expect((await aller('/sessions/nouvelle', mauvais)).statut).toBe(422)
  })
})

describe('une session mixte', () => {
  const deux = {
    modalite: 'mixte',
    'seances[1].date': '24/03/2027',
    'seances[1].debut': '9 h',
    'seances[1].fin': '12 h 30',
  }
  it('tant que rien n’est dit, la page le demande, là où cela se dit ; dit, elle le montre', async () => {
    const { vers } = await aller('/sessions/nouvelle', plan('23/03/2027', { ...deux, formateur: 'Ida Roc' }))
    const page = (await aller(vers)).texte
    expect(page).toMatch(/Sur place ou à distance\s: à dire/)
    expect(page).toContain(`${vers}/modifier`)
    const ouvert = champsDe((await aller(`${vers}/modifier`)).texte)
    expect(ouvert).toMatchObject({ 'seances[0].modalite': '', 'seances[1].modalite': '' })
    const dit = {
      ...ouvert,
      'seances[0].modalite': 'presentiel',
      'seances[1].modalite': 'distance',
    }
    expect((await aller(`${vers}/modifier`, dit)).statut).toBe(303)
    const apres = (await aller(vers)).texte
    expect(apres).not.toMatch(/Sur place ou à distance\s: à dire/)
    expect(apres).toMatch(/Lien de connexion à écrire/)
    expect(apres).toContain('sur place, Ida Roc')
    expect(apres).toContain('à distance, Ida Roc')
    expect(apres).toContain('<br/>à distance</small>')
    // Rendue au silence, elle se demande de nouveau.
    const relu = champsDe((await aller(`${vers}/modifier`)).texte)
    expect(relu).toMatchObject({ 'seances[1].modalite': 'distance' })
    await aller(`${vers}/modifier`, { ...relu, 'seances[1].modalite': '' })
    expect((await aller(vers)).texte).toMatch(/Sur place ou à distance\s: à dire/)
  })
  it('se dit en planifiant, et sur l’écran d’une seule demi-journée', async () => {
    const { vers } = await aller(
      '/sessions/nouvelle',
      plan('23/03/2027', { ...deux, formateur: 'Ugo Lys', 'seances[0].modalite': 'distance' }),
    )
    const regler = /href="([^"]+\/affectations\/[^"]+)"/.exec((await aller(vers)).texte)?.[1] ?? ''
    const ouvert = champsDe((await aller(regler)).texte)
    expect(ouvert).toMatchObject({ modalite: 'distance' })
    expect((await aller(regler, { ...ouvert, modalite: 'presentiel' })).statut).toBe(303)
    expect((await aller(vers)).texte).toContain('sur place, Ugo Lys')
  })
  it('une session en présence ne le demande pas, et refuse qu’on le dise', async () => {
    const { vers } = await aller('/sessions/nouvelle', plan('23/03/2027', { formateur: 'Noa Pic' }))
    const formulaire = (await aller(`${vers}/modifier`)).texte
    expect(formulaire).not.toContain('seances[0].modalite')
    const r = await aller(`${vers}/modifier`, { ...champsDe(formulaire), 'seances[0].modalite': 'distance' })
    expect([r.statut, r.texte.includes('dit ses demi-journées une à une')]).toEqual([409, true])
    const regler = /href="([^"]+\/affectations\/[^"]+)"/.exec((await aller(vers)).texte)?.[1] ?? ''
    expect(champsDe((await aller(regler)).texte)).not.toHaveProperty('modalite')
  })
})

describe('changer une session', () => {
  it('le formulaire se relit, change, et refuse d’écraser ce qu’un autre vient d’écrire', async () => {
    const { vers } = await aller(
      '/sessions/nouvelle',
      plan('05/04/2027', { 'seances[0].debut': '9 h', motif: 'demande' }),
    )
    const chemin = `${vers}/modifier`
    const ouvert = champsDe((await aller(chemin)).texte)
    expect(ouvert).toMatchObject({ capacite: '12', formateur: '', lieu: 'Rue des Essais', revision: '0' })
    // Rien à changer : rien ne change.
    expect((await aller(chemin, ouvert)).statut).toBe(303)
    const change = { ...ouvert, capacite: '8' }
    expect((await aller(chemin, change)).statut).toBe(303)
    // Deux clics.
    expect((await aller(chemin, change)).statut).toBe(303)
    const perime = await aller(chemin, { ...ouvert, capacite: '9', lieu: 'Ailleurs' })
    expect(perime.statut).toBe(409)
    expect(perime.texte).toContain('a changé depuis que vous avez ouvert la page')
    expect(champsDe(perime.texte)).toMatchObject({ capacite: '9', lieu: 'Ailleurs', revision: '1' })
    // Relue, elle se renvoie.
    expect((await aller(chemin, champsDe(perime.texte))).statut).toBe(303)
  })
  it('reporter mène aux nouvelles dates', async () => {
    const { session } = await base.maintenance((tx) => poserSession(tx, a))
    const r = await aller(`/sessions/${session}/etat/reportee`, { motif: 'grève des trains' })
    expect(r).toMatchObject({ statut: 303, vers: `/sessions/${session}/modifier` })
    const page = await aller(`/sessions/${session}`)
    expect(page.texte).toContain('Reportée : grève des trains')
    // Les dates passées ne se rouvrent pas : la page mène à celles qui manquent, sans offrir un bouton qui refuserait.
    expect(page.texte).not.toContain('Rouvrir les inscriptions')
    expect(page.texte).toContain('Ce qui manque pour rouvrir les inscriptions')
    const passage = await aller(`/sessions/${session}/etat/ouverte`)
    expect(passage.texte).toMatch(/une.demi-journée au moins est posée à venir.*Changer la session/is)
    expect(passage.texte).toContain('Pas encore')
    expect(passage.texte).not.toContain('Rouvrir les inscriptions ?')
    expect((await aller(`/sessions/${session}/etat/ouverte`, {})).statut).toBe(409)
  })
  it('régler une demi-journée : qui anime, dans quelle salle', async () => {
    const { vers } = await aller('/sessions/nouvelle', plan('06/04/2027'))
    const page = await aller(vers)
    const lien = /href="(\/sessions\/[0-9a-f-]+\/affectations\/[0-9a-f-]+)"/.exec(page.texte)?.[1] ?? ''
    const champs = champsDe((await aller(lien)).texte)
    const r = await aller(lien, {
      revision: champs.revision ?? '',
      salles: salle,
      'intervenants[0].id': champs['intervenants[0].id'] ?? '',
      'intervenants[1].id': tom,
      'intervenants[1].duree': '1 h 30',
    })
    expect(r.statut).toBe(303)
    expect((await aller(vers)).texte).toContain('Léa Brun et Tom Okafor, Duras')
  })
  it('émargée, une demi-journée ne se règle plus : rien ne le propose, et son adresse mène à sa feuille', async () => {
    const fil = await base.maintenance((tx) =>
      poserSessionDEssai(tx, {
        stagiaires: 1,
        creneaux: [
          [540, 750],
          [810, 1020],
        ],
      }),
    )
    const [signee, autre] = fil.seances
    const [inscription] = fil.inscriptions
    if (!signee || !autre || !inscription) throw new Error('le fil est trop court')
    const services = servicesDe(base, fil, '2026-11-24T14:00:00Z')
    const formateur = { acces, id: fil.personne, nom: 'Tom Okafor' }
    const motif = 'Téléphone déchargé, vue en salle'
    const ou = { session: fil.session, seance: signee, inscription }
    expect(await regulariser(services, formateur, { ...ou, motif })).toMatchObject({ ok: true })
    m.qui = { organisme: fil.organisme, personne: fil.personne, roles: ['responsable', 'assistant'] }
    const regler = (seance: string) => `/sessions/${fil.session}/affectations/${seance}`
    const { texte } = await m.allerAvec(contributionEmargement)(`/sessions/${fil.session}`)
    expect(texte).toContain(regler(autre))
    expect(texte).not.toContain(regler(signee))
    const page = await aller(regler(signee))
    expect(page.texte).toContain('Cette demi-journée est émargée.')
    expect(page.texte).toContain(`href="/sessions/${fil.session}/seances/${signee}"`)
  })
  it('les titres de qui anime se disent en planifiant, par qui tient les fiches des intervenants', async () => {
    const titres = 'Douze ans de chantier.'
    // L’offre les annonce, aucune fiche ne les dit : ils sont proposés, et ne se recopient pas.
    await base.maintenance((tx) =>
      sql`update catalogue.offre set rubriques = rubriques || '{"formateurs": "Vingt ans de charpente"}' where id = ${a.offre}`.execute(
        tx,
      ),
    )
    expect((await aller(`/sessions/nouvelle?offre=${a.offre}`)).texte).toMatch(
      /<textarea[^>]*name="titres"[^>]*>Vingt ans de charpente</,
    )
    await aller('/sessions/nouvelle', plan('12/04/2027', { formateur: 'Mona Lise', titres }))
    const refus = await aller(
      '/sessions/nouvelle',
      plan('13/04/2027', { formateur: 'Mona Lise', titres: 'Autres.' }),
    )
    expect(refus.statut).toBe(409)
    expect(refus.texte).toMatch(/id="c-titres-e">La fiche de Mona Lise dit déjà ses titres/)
    expect(refus.texte).toContain('>Autres.</textarea>')
    m.qui = { organisme: a.organisme, personne: tom, roles: ['formateur'] }
    expect((await aller('/sessions/nouvelle')).texte).not.toContain('name="titres"')
    // Un champ qu’on ne lui montrait pas : la session se planifie, la fiche ne change pas.
    const forge = plan('14/04/2027', { formateur: '', formateurId: tom, titres: 'Titres forgés.' })
    expect((await aller('/sessions/nouvelle', forge)).statut).toBe(303)
    expect(
      await base.maintenance(async (tx) =>
        (
          await sql<{
            titres: string
          }>`select i.titres from tiers.intervenant i where i.organisme_id = ${a.organisme}
            and i.titres <> '' order by i.titres`.execute(tx)
        ).rows.map((l) => l.titres),
      ),
    ).toEqual([titres])
  })
  it('un formateur change les siennes, pas celles d’une autre', async () => {
    const { vers: sienne } = await aller('/sessions/nouvelle', plan('07/04/2027', { formateurId: tom }))
    const { vers: autre } = await aller('/sessions/nouvelle', plan('08/04/2027'))
    m.qui = { organisme: a.organisme, personne: tom, roles: ['formateur'] }
    expect((await aller(`${autre}/modifier`)).statut).toBe(403)
    const champs = champsDe((await aller(`${sienne}/modifier`)).texte)
    expect((await aller(`${sienne}/modifier`, { ...champs, capacite: '6' })).statut).toBe(303)
    // Il ne la donne pas.
    expect(
      (await aller(`${sienne}/modifier`, { ...champs, formateurId: '', formateur: 'Léa Brun' })).statut,
    ).toBe(403)
    // Une salle que prend la session d’une autre personne : il n’apprend pas laquelle.
    m.qui = responsable
    await aller('/sessions/nouvelle', plan('09/04/2027', { salle, lieu: '' }))
    m.qui = { organisme: a.organisme, personne: tom, roles: ['formateur'] }
    const prise = plan('09/04/2027', { salle, lieu: '', formateur: '', formateurId: tom })
    const refusee = await aller('/sessions/nouvelle', prise)
    expect([refusee.statut, refusee.texte]).toEqual([
      409,
      expect.stringContaining('Duras : occupé à ce moment.'),
    ])
  })
})

describe('les salles', () => {
  it('s’ajoutent, se cherchent sans accent, se ferment et se rouvrent', async () => {
    const lieu = /<option value="([0-9a-f-]{36})"/.exec((await aller('/salles')).texte)?.[1] ?? ''
    const champs = { etablissement: lieu, nom: 'Éluard', places: '14', _jeton: newId() }
    expect((await aller('/salles', champs)).statut).toBe(303)
    expect((await aller('/salles', champs)).statut).toBe(303)
    expect((await aller('/salles', { ...champs, nom: 'ELUARD', _jeton: newId() })).statut).toBe(409)
    const liste = (await aller('/salles?q=eluard')).texte
    expect(liste.match(/>Éluard</g)).toHaveLength(1)
    const chemin = /href="(\/salles\/[0-9a-f-]+)">Éluard/.exec(liste)?.[1] ?? ''
    expect((await aller(`${chemin}/etat`, { geste: 'fermer' })).statut).toBe(303)
    expect((await aller('/sessions/nouvelle')).texte).not.toContain('Éluard')
    expect((await aller(`${chemin}/etat`, { geste: 'rouvrir' })).statut).toBe(303)
    expect((await aller('/sessions/nouvelle')).texte).toContain('Éluard (14 places)')
    expect((await aller('/salles?format=csv')).texte).toContain('Éluard')
  })
  it('une journée montre ce que l’on voit, et « occupée » pour le reste', async () => {
    const jour = `/salles/${salle}?jour=22/03/2027`
    expect((await aller(jour)).texte).toMatch(/occupée.*Anglais professionnel/s)
    const e = await base.maintenance((tx) => poserEnseigne(tx, a, 'Enseigne Z'))
    m.qui = { ...responsable, portee: [e.activite] as ActiviteId[] }
    const vue = (await aller(jour)).texte
    expect(vue).toContain('occupée')
    expect(vue).not.toContain('Anglais professionnel')
  })
  it('un formateur les lit et n’y change rien', async () => {
    m.qui = { organisme: a.organisme, personne: tom, roles: ['formateur'] }
    const jour = `/salles/${salle}?jour=22/03/2027`
    expect((await aller(jour)).texte).toMatch(/occupée.*Anglais professionnel/s)
    // D’une autre que les siennes, la salle est prise, et rien de plus.
    m.qui = { organisme: a.organisme, personne: newId<'Personne'>(), roles: ['formateur'] }
    const vue = (await aller(jour)).texte
    expect(vue).toContain('occupée')
    expect(vue).not.toContain('Anglais professionnel')
    expect((await aller('/salles')).texte).not.toContain('Ajouter la salle')
    expect((await aller('/salles', { nom: 'X' })).statut).toBe(403)
    expect((await aller(`/salles/${salle}/etat`, { geste: 'fermer' })).statut).toBe(403)
    expect((await aller(`/salles/${newId()}`)).statut).toBe(404)
    // Qui tient les salles sans lire les sessions n’en lit pas davantage d’une correction refusée.
    m.qui = { ...responsable, roles: ['administration'] }
    m.regler('2027-03-22T10:00:00Z')
    const fautive = await aller(`/salles/${salle}`, { nom: '', _jeton: newId() })
    m.regler('2026-11-24T10:40:00Z')
    expect([fautive.statut, fautive.texte]).toEqual([422, expect.stringContaining('occupée')])
    expect(fautive.texte).not.toContain('Anglais professionnel')
  })
})

describe('la liste des sessions', () => {
  it('se range en cours, à venir, à finir, la plus proche d’abord ; dit les places, ce qui manque, qui agit, un geste', async () => {
    const c = await base.maintenance((tx) => poserCoop(tx, 'La liste'))
    m.qui = { ...responsable, organisme: c.organisme }
    await base.maintenance(async (tx) => {
      for (const [intitule, jour] of [
        ['Loin', '2027-01-12'],
        ['Bientôt', '2026-12-01'],
        ['Aujourd’hui', '2026-11-24'],
        ['Hier', '2026-11-23'],
        ['Jadis', '2026-10-23'],
      ] as const)
        await poserSession(tx, { ...c, intitule, seances: [[jour, 540, 750]] })
      await poserSession(tx, {
        ...c,
        intitule: 'Close',
        etat: 'archivee',
        seances: [['2026-09-01', 540, 750]],
      })
    })
    const { texte } = await aller('/sessions')
    const part = (id: string) => texte.slice(texte.indexOf(`id="${id}"`)).split('</section>')[0] ?? ''
    const titres = (id: string) =>
      [...part(id).matchAll(/<a href="\/sessions\/[0-9a-f-]{36}">([^<]+)<\/a>/g)].map((x) => x[1])
    expect([titres('en-cours'), titres('a-venir'), titres('a-finir')]).toEqual([
      ['Aujourd’hui'],
      ['Bientôt', 'Loin'],
      ['Hier', 'Jadis'],
    ])
    expect(part('a-venir')).toMatch(/<svg class="jauge".*0 sur 12/s)
    expect(part('a-venir')).toMatch(
      /Ouvrir le dossier du premier client.*L’équipe.*\/dossiers\/nouveau".*Ouvrir un dossier/s,
    )
    expect((await aller('/sessions?vue=toutes')).texte).toContain('Close')
    // Qui lit sans inscrire voit la chose, sans geste.
    m.qui = { ...m.qui, roles: ['comptable'] }
    expect((await aller('/sessions')).texte).not.toMatch(/\/dossiers\/nouveau/)
  })
  // Terminées avant leur dernier jour, celles qui viennent passent devant : vingt-cinq prennent toute la part, deux en laissent aux passées.
  it.each([25, 2])(
    'compte chaque ligne qu’elle montre, quand %i « terminée » ne sont pas encore passées',
    async (terminees) => {
      const c = await base.maintenance((tx) => poserCoop(tx, `${terminees} terminées`))
      m.qui = { ...responsable, organisme: c.organisme }
      await base.maintenance(async (tx) => {
        const poser = async (
          n: number,
          etat: NonNullable<SessionVoulue['etat']>,
          ...jours: readonly string[]
        ) => {
          for (let i = 0; i < n; i++)
            await poserSession(tx, { ...c, etat, seances: jours.map((jour) => [jour, 540, 750] as const) })
        }
        await poser(terminees, 'terminee', '2026-11-23', '2026-12-02')
        await poser(25, 'ouverte', '2026-11-20')
        await poser(3, 'reportee', '2026-11-19')
        await poser(1, 'interrompue', '2026-11-16', '2026-12-01')
        await sql`update sessions.seance set tenue = false where organisme_id = ${c.organisme} and jour = '2026-12-01'`.execute(
          tx,
        )
      })
      const { texte } = await aller('/sessions')
      const lignes = (id: string) =>
        (texte.slice(texte.indexOf(`id="${id}"`)).split('</section>')[0] ?? '')
          .split('<tr')
          .filter((ligne) => /<a href="\/sessions\/[0-9a-f-]{36}">/.test(ligne))
      expect([lignes('a-venir').length, lignes('a-finir').length]).toEqual([3, 20])
      // Une session que la liste n’aurait pas retenue ne montrerait que sa capacité.
      for (const ligne of [...lignes('a-venir'), ...lignes('a-finir')]) expect(ligne).toContain('0 sur 12')
      expect(lignes('a-finir').filter((ligne) => ligne.includes('terminée'))).toHaveLength(
        Math.min(terminees, 19),
      )
      expect(lignes('a-finir')[0]).toContain('interrompue')
    },
  )
  it('dit l’absence déclarée sous une autre fiche de la même personne, réunie depuis', async () => {
    const c = await base.maintenance((tx) => poserCoop(tx, 'Les fiches réunies'))
    m.qui = { ...responsable, organisme: c.organisme }
    const reunir = await base.maintenance(async (tx) => {
      const { seances } = await poserSession(tx, { ...c, seances: [['2026-12-01', 540, 750]] })
      const anime = await poserIntervenant(tx, c, seances)
      const double = await poserIntervenant(tx, c, [])
      await sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le)
        values (${c.organisme}, ${newId()}, ${c.activite}, ${double}, '2026-11-30', '2026-12-02', now())`.execute(
        tx,
      )
      return sql`insert into tiers.fusion (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${c.organisme}, ${newId()}, ${c.activite}, ${anime}, ${double}, now())`
    })
    expect((await aller('/sessions')).texte).not.toContain('Une absence est déclarée')
    await base.maintenance((tx) => reunir.execute(tx))
    expect((await aller('/sessions')).texte).toContain('Une absence est déclarée')
  })
  it('se cherche par mots, sans accent ni casse, et se filtre par modalité et par dates', async () => {
    const lignes = async (query: string) =>
      ((await aller(`/sessions?${query}`)).texte.match(/href="\/sessions\/[0-9a-f-]{36}"/g) ?? []).length
    expect(await lignes('q=lea+brun+ANGLAIS')).toBeGreaterThan(1)
    expect(await lignes('q=lea+brun+xyz')).toBe(0)
    expect(await lignes('q=brun&modalite=distance')).toBe(1)
    expect(await lignes('du=22/03/2027&au=22/03/2027')).toBe(1)
    expect(await lignes('q=%25')).toBe(0)
  })
})
