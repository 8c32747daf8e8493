// Long parce que l’histoire d’un dossier s’y suit par ses pages : l’ouvrir, inscrire, signer, remettre, et ce qui en empêche.
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { eprouver } from '../../../test/fuzz/formulaires.ts'
import { planification, particulier as quiVientSeul } from '../../../test/monde/planification.ts'

const courrier: unknown[] = []
const mailer = { send: async (m: unknown) => void courrier.push(m), close: async () => {} }
const presences = new Map<string, number>()
const m = await planification({
  roles: ['assistant'],
  le: '2026-11-02T09:00:00Z',
  faits: async () => ({ presences }),
  services: { mailer },
})
const { base, b, aller, app, uneSession } = m
const client = (champs: Readonly<Record<string, string>> = {}) => ({
  acheteur: 'entreprise',
  structure: `Clinique ${newId()}`,
  circonstance: 'etablissement',
  prix: '2 400,00',
  _jeton: newId(),
  ...champs,
})
const particulier = quiVientSeul('Ousmane', 'Sarr')
const douze = Array.from(
  { length: 12 },
  (_, i) => `Agathe${i} Pons${i} a${i}.${newId().slice(-6)}@exemple.example`,
)
const ouvrir = (session: string, champs = client()) => m.ouvrirUnDossier(session, champs)

describe('un client et ses douze salariés, en deux écrans', () => {
  it('ouvre le dossier, colle la liste, et tout le monde est inscrit', async () => {
    const session = await uneSession()
    const un = await aller(`${session}/dossiers/nouveau`, client({ structure: 'Clinique des Tilleuls' }))
    expect(un.statut).toBe(303)
    expect(un.vers).toContain('/inscriptions/nouvelle?dossier=')
    const ecran = await aller(un.vers)
    expect(ecran.texte).toContain('Inscrire pour Clinique des Tilleuls')
    // Le statut des salariés d'un client privé est proposé.
    expect(ecran.texte).toMatch(/<option value="salarie-prive" selected/)
    const dossier = un.vers.replace(/^.*dossier=/, '')
    const deux = await aller(`${session}/inscriptions/nouvelle`, {
      dossier,
      liste: douze.join('\n'),
      statutCommun: 'salarie-prive',
      remis: 'on',
      _jeton: newId(),
    })
    expect(deux.statut).toBe(303)
    const fiche = await aller(deux.vers)
    expect(fiche.texte).toContain('Convention de formation')
    expect(fiche.texte).toContain('12 personnes')
    expect(fiche.texte).not.toContain('en préparation')
    const page = await aller(session)
    expect(page.texte).toContain('Clients et inscrits')
    expect(page.texte).toContain('12 sur 12')
    // La convention reste à signer : une alerte, pas un mur.
    expect(page.texte).toContain('Convention de formation à signer')
  })
  it('ne dit facultatif rien de ce que la convention exigera, ni les liens', async () => {
    const session = await uneSession()
    const texte = async (chemin: string) =>
      (await aller(`${session}/${chemin}`)).texte.replace(/<span class="sub">(.*?)<\/span>/g, '$1')
    const ouvert = await texte('dossiers/nouveau')
    // Les mentions du client dans `convention.v1.mentions.json` : adresse, représentant et sa qualité.
    for (const champ of ['adresse', 'codePostal', 'ville', 'prenom', 'nom', 'qualite'])
      expect(ouvert, champ).toMatch(
        new RegExp(`<label for="c-${champ}">[^<]* obligatoire pour signer</label>`),
      )
    expect(ouvert).toMatch(/<label for="c-courriel">Courriel obligatoire pour signer en ligne</)
    expect(ouvert).toMatch(/<label for="c-reference">Bon de commande facultatif</)
    expect(await texte('inscriptions/nouvelle')).toMatch(/Courriel obligatoire pour lui envoyer ses liens</)
  })
  it('montre le régime sans rien écrire, et garde ce qui a été écrit', async () => {
    const session = await uneSession()
    const champs = client({ ...particulier, circonstance: 'distance', geste: 'voir' })
    const vu = await aller(`${session}/dossiers/nouveau`, champs)
    expect(vu.statut).toBe(200)
    expect(vu.texte).toContain('Contrat de formation professionnelle')
    expect(vu.texte).toContain('L221-18')
    expect(vu.texte).toContain('value="Ousmane"')
    expect((await aller(session)).texte).toContain('Aucun client n’a de dossier')
  })
  it('garde un brouillon par session, le rend, et l’oublie une fois le dossier ouvert', async () => {
    const session = await uneSession()
    const champs = client({ structure: 'Clinique en cours' })
    expect((await aller(`${session}/dossiers/nouveau`, { ...champs, brouillon: 'oui' })).statut).toBe(200)
    expect((await aller(`${session}/dossiers/nouveau`)).texte).toContain('value="Clinique en cours"')
    const ailleurs = await uneSession()
    expect((await aller(`${ailleurs}/dossiers/nouveau`)).texte).not.toContain('Clinique en cours')
    await ouvrir(session, champs)
    expect((await aller(`${session}/dossiers/nouveau`)).texte).not.toContain('Clinique en cours')
  })
  it('refuse ce qui ne fait pas le prix, à la ligne, sans rien perdre', async () => {
    const session = await uneSession()
    const r = await aller(
      `${session}/dossiers/nouveau`,
      client({
        'lignes[0].dispositif': 'opco-plan',
        'lignes[0].payeur': 'Opco Santé',
        'lignes[0].montant': '1 000,00',
        'lignes[0].subrogation': 'on',
      }),
    )
    expect(r.statut).toBe(409)
    expect(r.texte).toContain('la somme des parts est le prix')
    expect(r.texte).toContain('value="Opco Santé"')
    expect((await aller(`${session}/dossiers/nouveau`, { _jeton: newId() })).statut).toBe(422)
    // Le prix qui ne se lit pas et la structure qui manque sont dits ensemble.
    const deux = await aller(`${session}/dossiers/nouveau`, client({ structure: '', prix: 'cher' }))
    expect(deux.statut).toBe(422)
    expect(deux.texte).toContain('Deux réponses à reprendre')
    expect(deux.texte).toContain('Écrivez le nom de la structure qui achète.')
  })
  it('met la liste en lignes pour corriger, et dit la ligne qui ne se lit pas', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session)
    const envoi = (champs: Record<string, string>) =>
      aller(`${session}/inscriptions/nouvelle`, { dossier, _jeton: newId(), ...champs })
    const lignes = await envoi({ liste: douze.slice(0, 2).join('\n'), geste: 'rangs' })
    expect(lignes.statut).toBe(200)
    expect(lignes.texte).toMatch(/name="apprenants\[1\]\.nom"[^>]*value="Pons1"/)
    const fautive = { liste: 'Agathe Pons\nOusmane\nNuno Ferreira nuno@@' }
    for (const [champs, statut] of [
      [{ ...fautive, geste: 'rangs' }, 200],
      [fautive, 422],
    ] as const) {
      const faute = await envoi(champs)
      expect(faute.statut).toBe(statut)
      // Toutes les fautes à la fois, chacune dans une ligne qui se corrige.
      expect(faute.texte).toContain('Deux réponses à reprendre')
      expect(faute.texte).toContain('La ligne 2 de la liste dit seulement « Ousmane »')
      expect(faute.texte).toMatch(/name="apprenants\[1\]\.prenom"[^>]*value="Ousmane"/)
      expect(faute.texte).toMatch(/name="apprenants\[2\]\.courriel"[^>]*value="nuno@@"/)
      expect(faute.texte).toContain('3 personnes collées sont maintenant dans les lignes plus bas')
    }
    // Recoller par-dessus n'ajoute personne, et le dit.
    const recolle = await envoi({
      ...fautive,
      'apprenants[0].prenom': 'Agathe',
      'apprenants[0].nom': 'Pons',
      'apprenants[1].prenom': 'Nuno',
      'apprenants[1].nom': 'Ferreira',
      'apprenants[1].courriel': 'nuno@exemple.example',
    })
    expect(recolle.texte).toContain('1 personne collée est maintenant')
    expect(recolle.texte).toContain('2 personnes y étaient déjà')
    expect(recolle.texte).toMatch(/name="apprenants\[2\]\.prenom"[^>]*value="Ousmane"/)
    expect(recolle.texte).not.toContain('name="apprenants[3].prenom"')
    expect(recolle.texte).toMatch(/name="apprenants\[1\]\.courriel"[^>]*value="nuno@exemple.example"/)
    // Trop longue, elle reste où elle est.
    const longue = await envoi({ liste: Array.from({ length: 61 }, (_, i) => `Agathe Pons${i}`).join('\n') })
    expect(longue.statut).toBe(422)
    expect(longue.texte).toContain('Au plus 60 personnes à la fois, et il y en aurait 61')
    expect(longue.texte).toContain('Agathe Pons60')
    expect((await envoi({ liste: 'Agathe Pons agathe@@' })).statut).toBe(422)
    expect((await envoi({})).statut).toBe(422)
    expect((await envoi({ liste: 'Agathe Pons', dossier: newId() })).statut).toBe(422)
  })
})

describe('un particulier et son contrat', () => {
  it('échéancier, signature, inscription définitive, rétractation : chaque refus dit son article', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session, client(particulier))
    const fiche = `${session}/dossiers/${dossier}`
    await aller(`${session}/inscriptions/nouvelle`, {
      dossier,
      liste: `Ousmane Sarr${newId().slice(-6)}`,
      remis: 'on',
      _jeton: newId(),
    })
    const definitif = await aller(fiche, { quoi: 'definitif', _jeton: newId() })
    expect(definitif.statut).toBe(409)
    expect(definitif.texte).toContain('L6353-3')
    // Qui bloque est nommé.
    expect(definitif.texte).toMatch(/Pour Ousmane Sarr\w+, le contrat n’est pas signé/)
    const propose = await aller(`${fiche}/echeancier`)
    expect(propose.texte).toMatch(/value="13\/11\/2026"/)
    expect(propose.texte).toMatch(/value="360,00"/)
    const lourd = await aller(`${fiche}/echeancier`, {
      version: '1',
      'echeances[0].jour': '13/11/2026',
      'echeances[0].montant': '600,00',
      'echeances[1].jour': '14/12/2026',
      'echeances[1].montant': '600,00',
    })
    expect(lourd.statut).toBe(409)
    expect(lourd.texte).toContain('L6353-6')
    const tient = await aller(`${fiche}/echeancier`, {
      version: '1',
      'echeances[0].jour': '13/11/2026',
      'echeances[0].montant': '360,00',
      'echeances[1].jour': '14/12/2026',
      'echeances[1].montant': '840,00',
    })
    expect(tient.statut).toBe(303)
    // Écrit à la main, le solde au dernier jour ne se refuse pas : on en avertit, et l’on propose de l’étaler.
    expect((await aller(fiche)).texte).toMatch(/Tout le solde tombe d’un coup[\s\S]*Étaler le solde/)
    const etale = (await aller(`${fiche}/echeancier?etaler=oui`)).texte
    for (const champ of ['13/11/2026', '360,00', '07/12/2026', '240,00', '14/12/2026', '600,00'])
      expect(etale, champ).toContain(`value="${champ}"`)
    expect((await aller(`${fiche}/echeancier`)).texte).toContain('value="840,00"')
    expect((await aller(fiche, { quoi: 'signature' })).statut).toBe(422)
    expect((await aller(fiche, { quoi: 'signature', jour: '02/12/2026' })).statut).toBe(409)
    expect((await aller(fiche, { quoi: 'signature', jour: '02/11/2026' })).statut).toBe(303)
    expect((await aller(fiche)).texte).toContain('jeudi 12 novembre 2026 à minuit')
    expect((await aller(fiche, { quoi: 'definitif' })).statut).toBe(303)
    expect((await aller(fiche, { quoi: 'retracter', motif: '' })).statut).toBe(409)
    expect((await aller(fiche, { quoi: 'retracter', motif: 'lettre du 3' })).statut).toBe(303)
    expect((await aller(fiche)).texte).toContain('rétracté')
  })
})

describe('inscrire, ou ce qui l’empêche', () => {
  const lienInscrire = (texte: string) => /href="[^"]*inscriptions\/nouvelle"/.test(texte)
  it('en préparation, la session mène à l’ouverture des inscriptions plutôt qu’à un refus', async () => {
    const session = await uneSession({ etat: 'brouillon' })
    const page = (await aller(session)).texte
    expect(lienInscrire(page)).toBe(false)
    expect(page).toMatch(/pas ouvertes : ouvrez-les d’abord\. <a href="[^"]*\/etat\/ouverte">/)
    const formulaire = (await aller(`${session}/inscriptions/nouvelle`)).texte
    expect(formulaire).toContain('Ouvrir les inscriptions')
    expect(formulaire).not.toContain('name="liste"')
    expect((await aller(`${session}/inscriptions/nouvelle`, { liste: 'Rosa Marchal' })).statut).toBe(409)
  })
  it('complète, elle mène à la capacité ; finie, elle ne propose plus personne', async () => {
    const session = await uneSession({ capacite: 1 })
    expect(lienInscrire((await aller(session)).texte)).toBe(true)
    await aller(`${session}/inscriptions/nouvelle`, { liste: 'Rosa Marchal', _jeton: newId() })
    const page = (await aller(session)).texte
    expect(lienInscrire(page)).toBe(false)
    expect(page).toMatch(/Il ne reste aucune place : 1 sur 1\. <a href="[^"]*\/modifier">Changer la capacité/)
    const finie = await uneSession({ etat: 'terminee' })
    expect(lienInscrire((await aller(finie)).texte)).toBe(false)
    expect((await aller(`${finie}/inscriptions/nouvelle`)).texte).toContain('n’inscrit plus personne')
    const close = (await aller(await uneSession({ etat: 'cloturee' }))).texte
    expect(close).not.toContain('Ouvrir un dossier')
  })
  it('rend définitives celles qui le peuvent, et dit ce qui retient les autres', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session, client(particulier))
    await aller(`${session}/inscriptions/nouvelle`, {
      dossier,
      liste: `Ousmane Sarr${newId().slice(-6)}`,
      remis: 'on',
      _jeton: newId(),
    })
    const page = (await aller(`${session}/dossiers/${dossier}`)).texte
    expect(page).not.toContain('Rendre définitive')
    expect(page).toMatch(/Pour Ousmane Sarr\w+, le contrat n’est pas signé/)
    // Elle ne se convoquerait pas non plus : la session ne le propose pas.
    expect((await aller(session)).texte).not.toContain('Convoquer les stagiaires')
  })
})

it('« Rendre définitives » fait ce qui se peut sans page rouge, et n’est un refus que si rien ne se fait', async () => {
  const session = await uneSession()
  const dossier = await ouvrir(session)
  const suffixe = newId().slice(-6)
  await aller(`${session}/inscriptions/nouvelle`, {
    dossier,
    liste: `Ada Prete${suffixe}\nAda Attend${suffixe}`,
    _jeton: newId(),
  })
  const lus = async () =>
    (
      await base.maintenance((tx) =>
        sql<{
          id: string
          nom: string
          etat: string
        }>`select i.id, p.nom, i.etat from inscriptions.inscription i
          join tiers.personne p on p.id = i.personne_id where i.session_id = ${session.slice(10)} order by p.nom desc`.execute(
          tx,
        ),
      )
    ).rows
  const fiche = `${session}/dossiers/${dossier}`
  const [prete] = await lus()
  expect((await aller(fiche, { quoi: 'remise', pour: prete?.id ?? '' })).statut).toBe(303)
  expect((await aller(fiche, { quoi: 'definitif' })).statut).toBe(303)
  expect((await lus()).map((i) => i.etat)).toEqual(['inscrit', 'contractualisation'])
  const rien = await aller(fiche, { quoi: 'definitif' })
  expect(rien.statut).toBe(409)
  expect(rien.texte).toContain('Aucune inscription n’est devenue définitive')
})

describe('ce qui est remis, et son accusé', () => {
  it('ne part pas sans règlement établi, et le dit ; l’ancienne adresse d’accusé n’existe plus', async () => {
    const session = await uneSession()
    const dossier = await ouvrir(session)
    await aller(`${session}/inscriptions/nouvelle`, {
      dossier,
      liste: `Rosa Lam${newId().slice(-6)} rosa@exemple.example`,
      remis: 'on',
      _jeton: newId(),
    })
    const fiche = `${session}/dossiers/${dossier}`
    // Notée à la main : nulle pièce n’existe, et la page ne dit pas le contraire.
    for (const page of [fiche, `${session}/pieces`])
      expect((await aller(page)).texte, page).toContain('remis hors Coforme')
    // Le bouton qui refuserait n’y est pas ; ce qui manque et son écran, si.
    const avant = (await aller(fiche)).texte
    expect(avant).not.toContain('Remettre par courriel à')
    expect(avant).not.toContain('>Émettre la convention<')
    expect(avant).toMatch(/il manque<\/span>, avant d’émettre la convention.*Voir l’offre/s)
    const pieces = (await aller(`${session}/pieces`)).texte
    expect(pieces).toMatch(/il manque<\/span>, avant tout envoi.*validez-la.*Voir l’offre/s)
    expect(pieces).not.toMatch(/value="(convoquer|remettre)"/)
    const rien = await aller(fiche, { quoi: 'accuser' })
    expect(rien.statut).toBe(409)
    expect(rien.texte).toContain('Rien n’est parti')
    expect(courrier).toHaveLength(0)
    expect((await aller(`/remises/${'A'.repeat(43)}`)).statut).toBe(404)
  })
})

describe('ce qui manque', () => {
  it('des inscriptions sans dossier sont nommées, puis rattachées ensemble ; une session finie nomme ce que le BPF n’aura pas', async () => {
    const session = await uneSession()
    await aller(`${session}/inscriptions/nouvelle`, {
      liste: 'Léonie Fabre\nNuno Lam\nMai Ly',
      _jeton: newId(),
    })
    expect((await aller(session)).texte).toMatch(
      /Dossier client à ouvrir<\/strong> : Léonie Fabre, Nuno Lam et Mai Ly/,
    )
    const dossier = await ouvrir(session)
    const fiche = `${session}/dossiers/${dossier}`
    const [id = '', ...gens] = (
      await base.maintenance((tx) =>
        sql<{
          id: string
        }>`select id from inscriptions.inscription where session_id = ${session.slice(10)} order by id`.execute(
          tx,
        ),
      )
    ).rows.map((i) => i.id)
    const etat = `${session}/inscriptions/${id}/etat`
    expect((await aller(etat)).statut).toBe(200)
    expect((await aller(etat, { version: '1', dossier })).statut).toBe(303)
    // Un seul client : c’est le leur, d’un bouton pour tous ; avec deux, à qui l’on sait de le dire.
    const coches = async () => (await aller(fiche)).texte.match(/name="rattaches"[^>]*checked/g)?.length ?? 0
    expect((await aller(session)).texte).toContain(`href="${fiche}#gens">Rattacher`)
    expect(await coches()).toBe(2)
    await ouvrir(session)
    expect((await aller(session)).texte).toContain(`href="${session}#clients">Rattacher`)
    expect(await coches()).toBe(0)
    const rattacher = (...rattaches: string[]) => aller(fiche, { quoi: 'rattacher', rattaches })
    for (const refuse of [await rattacher(), await rattacher(...gens, newId())])
      expect(refuse.statut).toBe(409)
    expect(await rattacher(...gens)).toMatchObject({ statut: 303, vers: fiche })
    const reunis = await aller(session)
    expect(reunis.texte).not.toContain('sans dossier client')
    expect(reunis.texte).not.toContain('>Rattacher')
    expect((await aller(fiche)).texte).not.toContain('Rattacher à ce dossier')
    await base.maintenance((tx) =>
      sql`update sessions.session set etat = 'terminee' where id = ${session.slice(10)}`.execute(tx),
    )
    const page = (await aller(session)).texte
    for (const mot of ['F-3', 'NSF', 'le statut (F-1)', 'personne n’y est affecté', 'ni présence ni absence'])
      expect(page).toContain(mot)
    for (const i of [id, ...gens])
      expect(
        (await aller(`${session}/inscriptions/${i}/etat`, { version: '1', statut: 'agent-public' })).statut,
      ).toBe(303)
    expect((await aller(session)).texte).not.toContain('le statut (F-1)')
    // L'émargement dit qu'elle est venue : elle ne s'annule plus.
    presences.set(id, 1)
    const annulee = await aller(etat, { version: '1', vers: 'annule', motif: 'désistement' })
    expect(annulee.statut).toBe(409)
    expect(annulee.texte).toContain('c’est un abandon, pas une annulation')
    // Un passage impossible se refuse, et rien d'autre ne s'enregistre.
    expect((await aller(etat, { version: '1', vers: 'certifie' })).statut).toBe(409)
  })
})

it('la maison d’à côté, ou un rôle qui ne lit pas, ne voit aucune de ces pages', async () => {
  const session = await uneSession()
  const dossier = await ouvrir(session)
  const pages = [
    `${session}/dossiers/nouveau`,
    `${session}/dossiers/${dossier}`,
    `${session}/dossiers/${dossier}/reprendre`,
    `${session}/dossiers/${dossier}/echeancier`,
  ]
  m.qui = { ...m.premiere, organisme: b.organisme }
  for (const p of pages) expect((await aller(p)).statut).toBe(404)
  m.qui = { ...m.premiere, roles: ['dpo'] }
  for (const p of pages) expect((await aller(p)).statut).toBe(403)
  m.qui = { ...m.premiere, roles: ['comptable'] }
  expect((await aller(`${session}/dossiers/${dossier}`)).texte).not.toContain('Constater la signature')
  expect((await aller(`${session}/dossiers/${dossier}`, { quoi: 'definitif' })).statut).toBe(403)
  m.qui = m.premiere
})

it('des corps hostiles ne font tomber aucun de ces formulaires', async () => {
  const session = await uneSession()
  const dossier = await ouvrir(session, client(particulier))
  const fiche = `${session}/dossiers/${dossier}`
  const { fautes } = await eprouver(
    app,
    [
      {
        url: `${session}/dossiers/nouveau`,
        champs: [
          'acheteur',
          'structure',
          'siret',
          'prenom',
          'nom',
          'courriel',
          'qualite',
          'individuel',
          'circonstance',
          'prix',
          'lignes[0].dispositif',
          'lignes[0].payeur',
          'lignes[0].montant',
          'lignes[0].accordLe',
          'geste',
          '_jeton',
        ],
      },
      { url: `${fiche}/reprendre`, champs: ['acheteur', 'prix', 'version', 'circonstance', 'nom', 'prenom'] },
      { url: fiche, champs: ['quoi', 'jour', 'recuLe', 'motif', 'anticipe', 'accuse', 'pour', 'rattaches'] },
      { url: `${fiche}/echeancier`, champs: ['version', 'echeances[0].jour', 'echeances[0].montant'] },
      {
        url: `${session}/inscriptions/nouvelle`,
        champs: ['dossier', 'liste', 'statutCommun', 'remis', 'remisLe', 'geste', 'apprenants[0].statut'],
      },
    ],
    { corps: 100 },
  )
  expect(fautes).toEqual([])
})
