// Long parce que toutes les pages s’éprouvent sur une même base, montée une fois, avec les mêmes personnes.
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { comptes } from '#modules/comptes/index.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { type Panne, testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { naviguer, pagesServies } from '../../../../test/monde/index.ts'
import { moduleOrganisme } from '../module.ts'
import { uneEnseigne, unMembre, unOrganisme } from '../test/organismes.ts'

const base = await baseNeuve()
const keys = keysFromSeed('organisme')
const admin = await base.client('admin')
const pannes: Panne[] = []
// La base dit elle-même le jour où un accès finit (`porte.aujourd_hui()`) : l'application vit ici le même jour qu'elle,
// arrêtée, sans quoi l'essai ne passerait que le jour où il fut écrit.
const services: Services = {
  ...testServices(pannes),
  clock: fixedClock(new Date()),
  db: base.db,
  keys,
  storage: postgresStorage(),
}
const { origine } = services.config
let enCours = 0
const { app } = pagesServies(services, [comptes, moduleOrganisme({ sessionsEnCours: async () => enCours })])
const phrase = 'un tilleul devant la mairie'

const a = await base.maintenance((tx) => unOrganisme(tx, 'Langue & Lien', { cae: true }))
const b = await base.maintenance((tx) => unOrganisme(tx, 'Terre d’Appui'))
const argile = await base.maintenance((tx) => uneEnseigne(tx, a.organisme, 'Argile'))
const chezB = await base.maintenance((tx) => uneEnseigne(tx, b.organisme, 'Ailleurs'))

let rang = 0
const entrer = async (roles: readonly string[], traits: { nom?: string; organisme?: typeof a } = {}) => {
  const courriel = `m${++rang}@exemple.example`
  const id = await base.maintenance((tx) =>
    unMembre(tx, keys, {
      organisme: (traits.organisme ?? a).organisme,
      courriel,
      roles,
      nom: traits.nom ?? `Membre ${rang}`,
      motDePasse: phrase,
    }),
  )
  await admin.query('delete from compte.echec')
  const { aller } = naviguer(app, { origine })
  expect((await aller('/connexion', { courriel, motDePasse: phrase })).statut).toBe(303)
  return { id, courriel, aller }
}
/** Dans l'ordre d'écriture : l'horloge des essais est arrêtée. */
const journal = async (organisme = a.organisme): Promise<string[]> =>
  (
    await admin.query<{ geste: string }>(
      'select geste from journal.geste where organisme_id = $1 order by ctid',
      [organisme],
    )
  ).rows.map((r) => r.geste)

const fiche = {
  nom: 'Langue & Lien',
  forme: 'scop',
  societe: 'SAS',
  cae: 'on',
  capitalVariable: 'on',
  siret: '123 456 782 00010',
  nda: '',
  adresse: '3 rue du Four',
  codePostal: '35000',
  ville: 'Rennes',
  courriel: 'contact@exemple.example',
  zone: 'Europe/Paris',
  regimeTva: 'assujetti',
  clotureJour: '31',
  clotureMois: '12',
  couleur: '#0f4c4a',
}

let responsable: Awaited<ReturnType<typeof entrer>>
let administration: Awaited<ReturnType<typeof entrer>>
let formateur: Awaited<ReturnType<typeof entrer>>
beforeAll(async () => {
  responsable = await entrer(['responsable'], { nom: 'Le Goff' })
  administration = await entrer(['administration'], { nom: 'Okafor' })
  formateur = await entrer(['formateur'], { nom: 'Lourdel' })
})

describe('les droits', () => {
  const lectures = [
    '/cooperative',
    '/cooperative/etablissements',
    '/cooperative/enseignes',
    '/cooperative/equipe',
    '/cooperative/signataires',
  ]
  it('un passant est mené à la connexion, tout membre lit la coopérative', async () => {
    for (const url of [...lectures, '/cooperative/identite', '/journal']) {
      expect((await naviguer(app, { origine }).lire(url)).vers, url).toMatch(/^\/connexion/)
    }
    for (const url of lectures) expect((await formateur.aller(url)).statut, url).toBe(200)
  })

  it('la fiche ne dit facultatif rien de ce que toute pièce exige de la coopérative', async () => {
    const texte = (await administration.aller('/cooperative/identite')).texte
      .replace(/<span class="sub">(.*?)<\/span>/g, '$1')
      .replace(/[\u00a0\u202f]/g, ' ')
    // Les mentions de `identite-exigee` (`papier/pieces.v1.typ`), hors celles que la fiche exige déjà.
    for (const champ of ['adresse', 'codePostal', 'ville', 'telephone', 'ndaPrefet'])
      expect(texte, champ).toMatch(
        new RegExp(`<label for="c-${champ}">[^<]* obligatoire pour la première pièce</label>`),
      )
  })

  it('un formateur ne règle ni la fiche, ni les lieux, ni l’équipe, ni les enseignes, ni les signatures, et ne lit pas le journal', async () => {
    const avant = await journal()
    expect((await formateur.aller('/cooperative/identite')).texte).toContain('règlent l’organisme')
    for (const url of ['/cooperative/identite', '/journal', `/cooperative/equipe/${administration.id}`])
      expect((await formateur.aller(url)).statut, url).toBe(403)
    for (const url of [
      '/cooperative/identite',
      '/cooperative/etablissements',
      '/cooperative/enseignes',
      `/cooperative/enseignes/${argile}`,
      '/cooperative/equipe',
      `/cooperative/equipe/${administration.id}`,
      `/cooperative/equipe/${administration.id}/retirer`,
      `/cooperative/equipe/${administration.id}/deconnecter`,
      '/cooperative/signataires',
    ])
      expect((await formateur.aller(url, { ...fiche, geste: 'en-sortie' })).statut, url).toBe(403)
    expect(await journal()).toEqual(avant)
  })

  it('les courriels de l’équipe ne se montrent et ne s’exportent qu’à qui la gère', async () => {
    expect((await formateur.aller('/cooperative/equipe')).texte).not.toContain(administration.courriel)
    expect((await formateur.aller('/cooperative/equipe?format=csv')).entetes.get('content-type')).toContain(
      'text/html',
    )
    const csv = await administration.aller('/cooperative/equipe?format=csv')
    expect(csv.texte).toContain(`Le Goff;${responsable.courriel};responsable`)
  })

  it('seule la direction délègue la signature', async () => {
    expect((await administration.aller('/cooperative/signataires', { personne: formateur.id })).statut).toBe(
      403,
    )
  })
})

describe('ce qui est d’un autre organisme', () => {
  it('est une page absente, en lecture comme en geste', async () => {
    const voisin = await entrer(['responsable'], { organisme: b })
    const lieu = newId()
    // Le premier lieu reprend le siège ; les suivants, non.
    await admin.query(
      `update organisme.organisme set adresse = '2 rue du Port', code_postal = '29000', ville = 'Quimper' where organisme_id = $1`,
      [b.organisme],
    )
    const auSiege = async () =>
      (await voisin.aller('/cooperative/etablissements')).texte.includes('value="29000"')
    expect(await auSiege()).toBe(true)
    await voisin.aller('/cooperative/etablissements', {
      nom: 'Salle voisine',
      zone: 'Europe/Paris',
      _jeton: lieu,
    })
    const adresses = [
      `/cooperative/enseignes/${chezB}`,
      `/cooperative/etablissements/${lieu}`,
      `/cooperative/equipe/${voisin.id}`,
      `/cooperative/signataires/${newId()}`,
      '/cooperative/etablissements/pas-un-uuid',
      `/cooperative/logo/${'a'.repeat(64)}`,
    ]
    expect(await auSiege()).toBe(false)
    expect((await voisin.aller(`/cooperative/etablissements/${lieu}`)).statut).toBe(200)
    for (const url of adresses) expect((await responsable.aller(url)).statut, url).toBe(404)
    for (const [url, champs] of [
      [`/cooperative/enseignes/${chezB}`, { geste: 'en-sortie' }],
      [`/cooperative/etablissements/${lieu}`, { nom: 'Volé', zone: 'Europe/Paris' }],
      [`/cooperative/etablissements/${lieu}/etat`, { geste: 'fermer' }],
      [`/cooperative/equipe/${voisin.id}`, { roles: 'formateur' }],
      [`/cooperative/equipe/${voisin.id}/retirer`, {}],
      [`/cooperative/equipe/${voisin.id}/deconnecter`, {}],
    ] as const)
      expect((await responsable.aller(url, champs)).statut, url).toBe(404)
    const { rows } = await admin.query('select nom, ferme_le from organisme.etablissement where id = $1', [
      lieu,
    ])
    expect(rows).toEqual([{ nom: 'Salle voisine', ferme_le: null }])
  })
})

describe('/cooperative/identite', () => {
  it('enregistre, consigne une fois, et dit sans bloquer ce qui est à vérifier du NDA', async () => {
    const avant = (await journal()).length
    const envoi = { ...fiche, nda: '11 75 32629 75', regimeTva: 'exonere', demandeRecueLe: '02/01/2026' }
    const r = await administration.aller('/cooperative/identite', envoi)
    expect([r.statut, r.vers]).toEqual([303, '/cooperative'])
    const page = await administration.aller('/cooperative')
    expect(page.texte).toContain('La fiche est enregistrée')
    expect(page.texte).toContain('donné dans le département 75')
    expect(page.texte).toContain('11\u00a075\u00a032629\u00a075')
    expect((await administration.aller('/cooperative/identite', envoi)).statut).toBe(303)
    expect((await journal()).slice(avant)).toEqual(['regler-identite'])
    expect((await administration.aller('/cooperative/identite')).texte).toContain('value="02/01/2026"')
  })

  it('refuse en place : clé du SIRET, exonération sans date, Scop sans société, clôture inexistante', async () => {
    for (const [champs, mot] of [
      [{ siret: '12345678200011' }, 'SIRET'],
      [{ regimeTva: 'exonere', demandeRecueLe: '' }, 'l’exonération vaut depuis ce jour'],
      [{ societe: '' }, 'SARL, SA ou SAS'],
      [{ clotureJour: '31', clotureMois: '2' }, 'Ce jour de clôture n’existe pas'],
      [{ forme: 'association' }, 'est une société coopérative'],
      [{ couleur: 'rouge' }, 'Écrivez la couleur'],
      [{ site: 'javascript:alert(1)' }, 'Écrivez l’adresse du site'],
    ] as const) {
      const r = await administration.aller('/cooperative/identite', { ...fiche, ...champs })
      expect([r.statut, r.texte.includes(mot)], mot).toEqual([422, true])
    }
    // Une faute de forme n’en cache pas une de fond : la page dit les trois, et rien de ce qui ne se lit pas ne s’y ajoute.
    const ensemble = await administration.aller('/cooperative/identite', {
      ...fiche,
      courriel: 'bonjour@@',
      couleur: 'rouge',
      societe: '',
    })
    expect(ensemble.texte).toContain('Trois réponses à reprendre')
    for (const mot of ['ne se lit pas', 'Écrivez la couleur', 'SARL, SA ou SAS'])
      expect(ensemble.texte).toContain(mot)
    // La Poste : un SIRET de La Poste n'a pas la clé de Luhn ordinaire.
    const poste = await administration.aller('/cooperative/identite', {
      ...fiche,
      siret: '356 000 000 00048',
    })
    expect(poste.statut).toBe(303)
    await administration.aller('/cooperative/identite', fiche)
  })

  it('range un logo de tracés, le sert enfermé, et refuse ce qui n’en est pas', async () => {
    const envoyer = (svg: string) => {
      const corps = new FormData()
      for (const [nom, v] of Object.entries(fiche)) corps.append(nom, v)
      corps.append('logo', new File([svg], 'logo.svg', { type: 'image/svg+xml' }))
      return administration.aller('/cooperative/identite', corps)
    }
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'
    expect((await envoyer(svg)).statut).toBe(303)
    const url =
      /\/cooperative\/logo\/[0-9a-f]{64}/.exec((await formateur.aller('/cooperative')).texte)?.[0] ?? ''
    const servi = await formateur.aller(url)
    expect([servi.statut, servi.texte]).toEqual([200, svg])
    expect(servi.entetes.get('content-security-policy')).toContain('sandbox')
    for (const mauvais of [
      svg.replace('<path', '<image href="x.png"/><path'),
      svg.replace('<path', '<text>a</text><path'),
      svg.replace('<path', '<script>1</script><path'),
      'ceci n’est pas un svg',
    ])
      expect((await envoyer(mauvais)).statut, mauvais).toBe(422)
    expect((await formateur.aller(url)).statut).toBe(200)
    expect((await administration.aller('/cooperative/identite', { ...fiche, oterLogo: 'on' })).statut).toBe(
      303,
    )
    expect((await formateur.aller(url)).statut).toBe(404)
  })
})

describe('les lieux', () => {
  it('un double envoi n’en ajoute qu’un ; il se corrige, se ferme et se rouvre, chaque fois consigné une fois', async () => {
    const jeton = newId()
    const avant = (await journal()).length
    const salle = { nom: 'Salle Duras', zone: 'Europe/Paris', capacite: '12', _jeton: jeton }
    for (let i = 0; i < 2; i++)
      expect((await administration.aller('/cooperative/etablissements', salle)).statut).toBe(303)
    const url = `/cooperative/etablissements/${jeton}`
    expect((await administration.aller(url)).texte).toContain('value="Salle Duras"')
    await administration.aller(url, { ...salle, nom: 'Salle Char' })
    for (const geste of ['fermer', 'fermer', 'rouvrir'])
      expect((await administration.aller(`${url}/etat`, { geste })).statut).toBe(303)
    expect((await journal()).slice(avant)).toEqual([
      'ajouter-etablissement',
      'modifier-etablissement',
      'fermer-etablissement',
      'rouvrir-etablissement',
    ])
    const csv = await formateur.aller('/cooperative/etablissements?format=csv')
    expect(csv.texte).toContain('Salle Char')
    expect(
      (await administration.aller('/cooperative/etablissements', { ...salle, capacite: '0' })).statut,
    ).toBe(422)
  })
})

describe('les enseignes', () => {
  it('s’ouvrent, ne se ferment pas tant que des sessions courent, puis se ferment pour de bon', async () => {
    const appui = await entrer(['equipe-appui'])
    const jeton = newId()
    const neuve = { nom: 'Bois debout', etat: 'en-test', _jeton: jeton }
    for (let i = 0; i < 2; i++) expect((await appui.aller('/cooperative/enseignes', neuve)).statut).toBe(303)
    expect(
      (await appui.aller('/cooperative/enseignes', { nom: 'bois DEBOUT', etat: 'ouverte' })).texte,
    ).toContain('porte déjà ce nom')
    const url = `/cooperative/enseignes/${jeton}`
    expect((await appui.aller(url, { geste: 'en-sortie' })).statut).toBe(409)
    expect((await appui.aller(url, { geste: 'ouverte' })).statut).toBe(303)
    expect((await appui.aller(url, { geste: 'en-sortie' })).statut).toBe(303)
    enCours = 1
    const refuse = await appui.aller(url, { geste: 'fermee' })
    expect([refuse.statut, refuse.texte.includes('ne sont pas clôturées')]).toEqual([409, true])
    enCours = 0
    expect((await appui.aller(url, { geste: 'fermee' })).statut).toBe(303)
    expect((await appui.aller(url, { geste: 'ouverte' })).statut).toBe(409)
    expect((await appui.aller(`/cooperative/enseignes/${a.commune}`, { geste: 'fermee' })).statut).toBe(409)
    expect((await journal()).filter((g) => g === 'ouvrir-enseigne')).toHaveLength(1)
  })

  it('hors CAE, il n’y en a qu’une', async () => {
    const voisin = await entrer(['responsable'], { organisme: b })
    const r = await voisin.aller('/cooperative/enseignes', { nom: 'Seconde', etat: 'ouverte' })
    expect([r.statut, r.texte.includes('Seule une coopérative d’activité')]).toEqual([409, true])
  })
})

describe('l’équipe', () => {
  it('s’invite avec des rôles et une portée, se change, se retire ; le journal nomme', async () => {
    const avant = (await journal()).length
    const r = await administration.aller('/cooperative/equipe', {
      prenom: 'Agathe',
      nom: 'Pons',
      courriel: 'agathe@exemple.example',
      roles: ['formateur', 'assistant'],
      portee: [argile],
    })
    expect(r.statut).toBe(303)
    const { rows } = await admin.query(
      `select a.roles, a.toutes, a.activites, k.id from compte.adhesion a join compte.compte k on k.id = a.compte_id
        where k.courriel = 'agathe@exemple.example' and a.organisme_id = $1`,
      [a.organisme],
    )
    expect(rows[0]).toMatchObject({ roles: ['formateur', 'assistant'], toutes: false, activites: [argile] })
    const url = `/cooperative/equipe/${rows[0].id}`
    expect((await administration.aller(url)).texte).toContain('Agathe Pons')
    // Un rôle transversal voit toute la coopérative, quoi que disent les cases.
    expect((await administration.aller(url, { roles: 'comptable', portee: [argile] })).statut).toBe(303)
    expect((await administration.aller(url, { roles: 'comptable', portee: ['toute'] })).statut).toBe(303)
    expect((await administration.aller(`${url}/retirer`, {})).statut).toBe(303)
    expect((await administration.aller(`${url}/retirer`, {})).statut).toBe(303)
    expect((await administration.aller(url)).statut).toBe(404)
    expect((await journal()).slice(avant)).toEqual(['inviter', 'changer-roles', 'retirer-membre'])
    const lu = await responsable.aller('/journal?module=organisme')
    expect(lu.texte).toContain('Agathe Pons est invitée dans l’équipe')
    expect(lu.texte).toContain('Les rôles d’Agathe Pons')
  })

  it('refuse l’enseigne d’ailleurs, le rôle inconnu, l’auditeur sans terme, et ne rien choisir', async () => {
    const base = { prenom: 'A', nom: 'B', courriel: 'x@exemple.example', roles: 'formateur', portee: argile }
    for (const [champs, statut] of [
      [{ portee: chezB }, 422],
      [{ roles: 'roi' }, 422],
      [{ roles: 'auditeur' }, 409],
      [{ roles: [] }, 422],
      [{ portee: [] }, 409],
      [{ courriel: responsable.courriel }, 409],
    ] as const)
      expect(
        (await administration.aller('/cooperative/equipe', { ...base, ...champs })).statut,
        JSON.stringify(champs),
      ).toBe(statut)
  })

  it('l’administration ne se fait pas responsable, et ne défait pas un responsable', async () => {
    for (const [cible, roles] of [
      [administration.id, ['administration', 'responsable']],
      [responsable.id, ['formateur']],
    ] as const) {
      const r = await administration.aller(`/cooperative/equipe/${cible}`, { roles, portee: 'toute' })
      expect([r.statut, r.texte.includes('Seule une personne responsable')]).toEqual([409, true])
    }
    expect((await administration.aller(`/cooperative/equipe/${responsable.id}/retirer`, {})).statut).toBe(409)
  })

  it('retirer quelqu’un se demande sur sa page, avant de se faire', async () => {
    const fiche = `/cooperative/equipe/${formateur.id}`
    const page = (await administration.aller(fiche)).texte
    expect(page).toContain(`href="${fiche}/retirer"`)
    expect(page).not.toContain(`action="${fiche}/retirer"`)
    const demande = await administration.aller(`${fiche}/retirer`)
    expect([demande.statut, demande.texte.includes('de l’équipe\u202f?')]).toEqual([200, true])
    expect((await administration.aller(fiche)).statut).toBe(200)
  })

  it('un téléphone perdu : ses appareils se ferment à l’instant, et cela se lit au journal', async () => {
    const perdu = await entrer(['formateur'], { organisme: a })
    const fiche = `/cooperative/equipe/${perdu.id}`
    expect((await administration.aller(fiche)).texte).toContain('Déconnecter ses appareils')
    // Les siens se ferment de son compte, avec son mot de passe.
    const sienne = `/cooperative/equipe/${administration.id}`
    const page = (await administration.aller(sienne)).texte
    expect([page.includes('Déconnecter ses appareils'), page.includes('"/compte/sessions"')]).toEqual([
      false,
      true,
    ])
    expect((await administration.aller(`${sienne}/deconnecter`, {})).statut).toBe(404)
    expect((await administration.aller('/cooperative')).statut).toBe(200)
    expect((await perdu.aller('/cooperative')).statut).toBe(200)
    expect((await administration.aller(`${fiche}/deconnecter`, {})).vers).toBe(fiche)
    expect((await perdu.aller('/cooperative')).vers).toContain('/connexion')
    expect((await journal()).at(-1)).toBe('deconnecter-membre')
    expect((await administration.aller(`${fiche}/retirer`, {})).statut).toBe(303)
  })

  it('il reste toujours quelqu’un pour administrer', async () => {
    const seule = await entrer(['responsable'], {
      organisme: await base.maintenance((tx) => unOrganisme(tx, 'Seule')),
    })
    const r = await seule.aller(`/cooperative/equipe/${seule.id}/retirer`, {})
    expect([r.statut, r.texte.includes('Il ne resterait personne')]).toEqual([409, true])
  })
})

describe('les signatures', () => {
  it('une délégation se donne une fois, se lit, se révoque une fois, et ne revient pas', async () => {
    const avant = (await journal()).length
    const jeton = newId()
    const envoi = {
      personne: formateur.id,
      qualite: 'directeur pédagogique',
      genre: 'delegation',
      pieces: ['convention', 'devis'],
      plafond: '5 000,00',
      debut: '01/11/2026',
      _jeton: jeton,
    }
    for (let i = 0; i < 2; i++)
      expect((await responsable.aller('/cooperative/signataires', envoi)).statut).toBe(303)
    const page = await formateur.aller('/cooperative/signataires')
    expect(page.texte).toContain('les devis et les conventions')
    expect(page.texte).toMatch(/5[\u202f\u00a0]000,00/)
    const url = `/cooperative/signataires/${jeton}`
    expect((await responsable.aller(url)).statut).toBe(200)
    for (let i = 0; i < 2; i++) expect((await responsable.aller(url, {})).statut).toBe(303)
    expect((await responsable.aller(url)).statut).toBe(404)
    expect((await journal()).slice(avant)).toEqual(['deleguer', 'revoquer-delegation'])
  })

  it('refuse sans pièce, fin avant début, fonction bornée, personne d’ailleurs', async () => {
    const voisin = await entrer(['formateur'], { organisme: b })
    const bon = {
      personne: formateur.id,
      qualite: 'gérant',
      genre: 'delegation',
      pieces: 'devis',
      debut: '01/11/2026',
    }
    for (const [champs, mot] of [
      [{ pieces: '' }, 'au moins une sorte'],
      [{ fin: '30/10/2026' }, 'déjà échue'],
      [{ debut: '01/01/2190', fin: '01/01/2189' }, 'précède le début'],
      [{ genre: 'fonction' }, 'sans plafond'],
      [{ plafond: '0' }, 'ne permet rien'],
      [{ personne: voisin.id }, 'ne fait pas partie'],
    ] as const) {
      const r = await responsable.aller('/cooperative/signataires', { ...bon, ...champs })
      expect([r.statut, r.texte.includes(mot)], mot).toEqual([409, true])
    }
  })
})

describe('/journal', () => {
  it('se feuillette par repère sans rien sauter ni répéter, se filtre et s’exporte', async () => {
    await base.maintenance(async (tx) => {
      for (let i = 0; i < 120; i++)
        await sql`insert into journal.geste (organisme_id, id, activite_id, fait_le, module, geste, phrase)
          values (${b.organisme}, ${newId()}, ${b.commune}, ${new Date(Date.UTC(2026, 0, 1, 0, Math.floor(i / 3)))}, 'catalogue',
            'essayer', ${`Geste numéro ${i}.`})`.execute(tx)
    })
    const dpo = await entrer(['dpo'], { organisme: b })
    const vus: string[] = []
    let url: string | undefined = '/journal?module=catalogue'
    for (let page = 0; url && page < 9; page++) {
      const { statut, texte } = await dpo.aller(url)
      expect(statut).toBe(200)
      vus.push(...[...texte.matchAll(/Geste numéro (\d+)/g)].map((m) => m[1] ?? ''))
      url = /href="([^"]+)" rel="next"/.exec(texte)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(vus).toHaveLength(120)
    expect(new Set(vus).size).toBe(120)
    expect(vus.map((n) => Math.floor(Number(n) / 3))).toEqual(
      Array.from({ length: 120 }, (_, i) => 39 - Math.floor(i / 3)),
    )
    for (const hostile of ['x', 'WzFd', Buffer.from('[9e99,"x"]').toString('base64url')])
      expect((await dpo.aller(`/journal?apres=${hostile}`)).statut).toBe(200)
    const csv = (await dpo.aller('/journal?module=catalogue&format=csv')).texte
    expect(csv.match(/Geste numéro/g)).toHaveLength(120)
    expect(csv).toContain('une tâche')
  })
})

it('des corps hostiles ne font tomber aucun formulaire de la coopérative', async () => {
  const tout = await entrer(['administration', 'responsable', 'equipe-appui'])
  await admin.query('delete from compte.echec')
  const connexion = await app.request(`${origine}/connexion`, {
    method: 'POST',
    headers: { origin: origine, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ courriel: tout.courriel, motDePasse: phrase }).toString(),
  })
  const cookie = connexion.headers
    .getSetCookie()
    .map((t) => t.split(';')[0])
    .join('; ')
  const { fautes } = await eprouver(
    app,
    [
      {
        url: '/cooperative/identite',
        champs: [...Object.keys(fiche), 'logo', 'oterLogo', 'demandeRecueLe', 'site'],
      },
      {
        url: '/cooperative/etablissements',
        champs: ['nom', 'siret', 'adresse', 'codePostal', 'ville', 'zone', 'capacite'],
      },
      { url: '/cooperative/enseignes', champs: ['nom', 'etat'] },
      { url: `/cooperative/enseignes/${argile}`, champs: ['geste'] },
      { url: '/cooperative/equipe', champs: ['prenom', 'nom', 'courriel', 'roles', 'portee'] },
      { url: `/cooperative/equipe/${formateur.id}`, champs: ['roles', 'portee'] },
      {
        url: '/cooperative/signataires',
        champs: ['personne', 'qualite', 'genre', 'pieces', 'plafond', 'debut', 'fin'],
      },
      { url: `/cooperative/signataires/${newId()}`, champs: ['geste'] },
      { url: '/premiers-pas', champs: ['nom', 'siret', 'courriel', 'motDePasse'] },
    ],
    { corps: 60, entetes: { cookie } },
  )
  expect(fautes).toEqual([])
  expect(pannes).toEqual([])
})
