import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDuPdf } from '../../../../test/documents/lire-pdf.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { enMots } from '../../../../test/monde/session.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { portsDeReprise } from '../db/reprise.ecritures.ts'
import { reprendreDossier } from '../gestes/reprendre-dossier.ts'
import { lireDossier } from '../lecture/lire-dossier.ts'
import { bpf } from '../module.ts'
import exemple from '../test/bpf-exemple.json' with { type: 'json' }
import { document, lu, unCas, unProduit } from '../test/dossiers.ts'

const base = await baseNeuve()
const le = new Date('2026-11-25T09:00:00Z')
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

let rang = 0
const uneCooperative = async (texte: string) => {
  const o = await base.maintenance((tx) => poserOrganisme(tx, `Bilan ${++rang}`))
  const lus = lireDossier(texte)
  const [dossier] = lus.ok ? lus.value : []
  if (!dossier) throw new Error('dossier fautif')
  await base.enTantQue(o.organisme, {}, (tx) =>
    reprendreDossier(dossier, o.activite, portsDeReprise(tx, le), le),
  )
  return o
}
type Coop = { readonly organisme: OrganismeId; readonly personne?: PersonneId }
const monter = (coop: Coop, roles: readonly string[] = ['responsable'], portee: '*' | [] = '*') => {
  const essai = testServices()
  const { app } = pagesDevant(
    {
      ...essai,
      pdf,
      clock: { now: () => le },
      db: {
        ...essai.db,
        withTenant: (_acces, work) => base.enTantQue(coop.organisme, { portee }, work),
      },
    },
    [bpf],
    () => ({ organisme: { id: coop.organisme, code: 'essai', nom: 'Les Tisserands' }, roles }),
  )
  const lire = async (adresse: string, champs?: Record<string, string>) => {
    const r = await app.request(`http://localhost:3000${adresse}`, {
      ...(champs
        ? {
            method: 'POST',
            body: new URLSearchParams({ _organisme: coop.organisme, ...champs }),
            headers: { origin: 'http://localhost:3000' },
          }
        : {}),
    })
    return {
      statut: r.status,
      texte: await r.clone().text(),
      octets: new Uint8Array(await r.arrayBuffer()),
      vers: r.headers.get('location'),
    }
  }
  return lire
}
const adresse = '/bpf/2025-09-01..2026-08-31'

describe('les pages du bilan, sur l’exemple', () => {
  let lire: ReturnType<typeof monter>
  let coop: Awaited<ReturnType<typeof uneCooperative>>
  beforeAll(async () => {
    coop = await uneCooperative(JSON.stringify(exemple))
    lire = monter(coop)
  })

  it('le formulaire, dans son ordre et avec ses chiffres', async () => {
    const { statut, texte } = await lire(adresse)
    expect(statut).toBe(200)
    const mots = enMots(texte)
    for (const dit of [
      'Cerfa 10443*17',
      'F-1 22 et 445 h',
      'Organismes gestionnaires des fonds de la formation',
      'dont salaires des formateurs compte 6411 4 210',
      '(1) Total a à e 22 445',
      '14 632',
      '17 %',
      'Rien n’empêche de transmettre',
    ])
      expect(mots).toContain(dit)
    const places = ['id="A"', 'id="B"', 'id="C"', 'id="D"', 'id="E"', 'id="F"', 'id="G"', 'id="H"'].map((x) =>
      texte.indexOf(x),
    )
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it('une case dit ses lignes, leur apport exact, puis chaque séance', async () => {
    const { texte } = await lire(`${adresse}?case=F1.a`)
    const mots = enMots(texte)
    expect(mots).toContain('10 inscriptions, 133 h suivies')
    expect(mots).toMatch(/3 sur 4 .{0,40}10 h 30/)
    const ligne = /ligne=([^"#]+)#deplie/.exec(texte)?.[1]
    expect(ligne).toBeDefined()
    const seances = enMots((await lire(`${adresse}?case=F1.a&ligne=${ligne}`)).texte)
    expect(seances).toContain('présent, reprise')
    expect(seances).toContain('13 nov. 2025, matin')
    const euros = enMots((await lire(`${adresse}?case=C.2e`)).texte)
    expect(euros).toContain('2 produits, 1 233,33 €')
  })

  it.each([
    ['/bpf', 'au plus tard le'],
    [`${adresse}/controles`, 'La ligne 2 est la somme de a à h'],
    [`${adresse}/a-affecter`, 'Tout est affecté'],
    [`${adresse}/regler`, 'En co-animation'],
    [`${adresse}/comparer`, 'Total des produits'],
    [`${adresse}/recopier`, '0 sur'],
    [`${adresse}/deposer`, 'Figer ce bilan'],
  ])('%s se lit', async (page, dit) => {
    const { statut, texte } = await lire(page)
    expect([statut, enMots(texte).toLowerCase()]).toEqual([200, expect.stringContaining(dit.toLowerCase())])
  })

  it('les exports portent les preuves : CSV, XLSX, JSON, PDF', async () => {
    const csv = await lire(`${adresse}/bilan/csv`)
    expect(csv.texte).toContain('F1.a;inscription;')
    const annees = (await lire(`${adresse}/comparer?format=csv`)).texte.split('\r\n')
    expect(annees[0]).toContain('heures')
    expect(annees.join(' ')).toMatch(/;22;445\b/)
    const json = JSON.parse((await lire(`${adresse}/bilan/json`)).texte)
    expect(json.lignes).toEqual(exemple.cas[0]?.attendu)
    const xlsx = await lire(`${adresse}/bilan/xlsx`)
    expect([xlsx.statut, Buffer.from(xlsx.octets.subarray(0, 2)).toString()]).toEqual([200, 'PK'])
    const papier = await lire(`${adresse}/bilan/pdf`)
    expect([papier.statut, Buffer.from(papier.octets.subarray(0, 5)).toString()]).toEqual([200, '%PDF-'])
    expect((await lire(`${adresse}/bilan/exe`)).statut).toBe(404)
  })

  it('recopier garde la valeur d’alors', async () => {
    const r = await lire(`${adresse}/recopier`, { faite: 'C.1' })
    expect(r.statut).toBe(303)
    expect(enMots((await lire(`${adresse}/recopier`)).texte)).toContain('1 sur')
    expect((await lire(`${adresse}/recopier`, { faite: 'absente' })).statut).toBe(422)
  })

  it('déposer fige ; ce qui change après se voit à côté, et le dépôt ne bouge pas', async () => {
    const tot = await lire(`${adresse}/deposer`, { transmisLe: '01/06/2026' })
    expect([tot.statut, enMots(tot.texte)]).toEqual([422, expect.stringContaining('après la clôture')])
    const fait = await lire(`${adresse}/deposer`, { transmisLe: '20/11/2026', recepisse: 'MAF-1' })
    expect(fait.statut).toBe(303)
    const depot = fait.vers ?? ''
    expect(enMots((await lire(depot)).texte)).toContain('Rien n’a changé')
    const fige = JSON.parse((await lire(`${depot}/contenu.json`)).texte)
    expect(fige.lignes).toEqual(exemple.cas[0]?.attendu)

    await base.maintenance((tx) =>
      sql`update bpf.produit_repris set financeur = 'particulier' where organisme_id = ${coop.organisme} and ref = 'P4'`.execute(
        tx,
      ),
    )
    const apres = enMots((await lire(depot)).texte)
    expect(apres).toMatch(/ne valent plus ce qui a été déposé/)
    expect(JSON.parse((await lire(`${depot}/contenu.json`)).texte)).toEqual(fige)
    expect(enMots((await lire('/bpf')).texte)).toContain('transmis')
  })

  it('une adresse hostile, un autre organisme, une enseigne : rien', async () => {
    for (const a of [
      '/bpf/2026-08-31..2025-09-01',
      '/bpf/2025-02-30..2026-01-01',
      '/bpf/1900-01-01..2199-12-31',
      '/bpf/x',
      '/bpf/depots/019f0000-0000-7000-8000-000000000000',
      '/bpf/depots/x',
    ])
      expect((await lire(a)).statut, a).toBe(404)
    const autre = monter(await uneCooperative(document(unCas())))
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from bpf.depot where organisme_id = ${coop.organisme} limit 1`.execute(
        tx,
      ),
    )
    expect((await autre(`/bpf/depots/${rows[0]?.id}`)).statut).toBe(404)
    expect((await monter(coop, ['responsable'], [])(adresse)).statut).toBe(403)
    expect((await monter(coop, ['formateur'])(adresse)).statut).toBe(403)
    expect((await monter(coop, ['auditeur'])(`${adresse}/deposer`)).statut).toBe(403)
  })
})

it('un statut qui change en cours d’action se lit au premier jour que l’exercice compte, et la personne y compte une fois', async () => {
  const coop = await uneCooperative(JSON.stringify(exemple))
  const lire = monter(coop)
  const lignes = async () => JSON.parse((await lire(`${adresse}/bilan/json`)).texte).lignes.F1
  const avant = await lignes()
  /** Une personne en F-1 a, inscrite une seule fois et toujours la même, devient agente publique, tant de jours après le premier que l’exercice compte. */
  const changer = (jours: number) =>
    base.maintenance((tx) =>
      sql`update inscriptions.inscription i set statuts_suivants = jsonb_build_array(jsonb_build_object('statut', 'agent-public', 'du',
          (select min(s.jour) + ${jours}::int4 from sessions.seance s where s.organisme_id = i.organisme_id and s.session_id = i.session_id
            and s.jour >= '2025-09-01')))
        where i.organisme_id = ${coop.organisme} and i.id = (select v.inscription_id from bpf.presence_reprise v
          join inscriptions.inscription x on x.organisme_id = v.organisme_id and x.id = v.inscription_id
          join sessions.seance z on z.organisme_id = v.organisme_id and z.id = v.seance_id
          join tiers.personne p on p.organisme_id = x.organisme_id and p.id = x.personne_id
          where v.organisme_id = ${coop.organisme} and x.statut_f1 = 'salarie-prive' and z.jour between '2025-09-01' and '2026-08-31'
            and not exists (select from inscriptions.inscription y where y.organisme_id = x.organisme_id and y.personne_id = x.personne_id and y.id <> x.id)
          order by p.nom, p.prenom limit 1)`.execute(tx),
    )
  // Après le premier jour : cet exercice ne bouge pas.
  await changer(1)
  expect(await lignes()).toEqual(avant)
  // Dès le premier jour que l’exercice compte : la personne change de ligne, et nul total ne change.
  await changer(0)
  const apres = await lignes()
  expect([apres.a.n - avant.a.n, apres.e.n - avant.e.n]).toEqual([-1, 1])
  expect(apres.total).toEqual(avant.total)
})

describe('ce qui manque', () => {
  it('un produit sans origine bloque, se voit, s’affecte sur place, et le bilan se dépose', async () => {
    const coop = await uneCooperative(document(unCas({ produits: [unProduit({ financeur: 'a_affecter' })] })))
    const lire = monter(coop)
    const ici = '/bpf/2025-01-01..2025-12-31'
    const refus = await lire(`${ici}/deposer`, { transmisLe: '20/11/2026' })
    expect([refus.statut, enMots(refus.texte)]).toEqual([409, expect.stringContaining('V27')])
    // Le contrôle nomme ce qui manque et y mène ; aucun identifiant ne se lit à l’écran, dans le tableur, ni sur le papier.
    const controles = (await lire(`${ici}/controles`)).texte
    expect(controles).toContain(`href="${ici}/a-affecter"`)
    const tableur = (await lire(`${ici}/controles?format=csv`)).texte
    const papier = pagesDuPdf((await lire(`${ici}/bilan/pdf`)).octets)
      .join(' ')
      .replace(/\s+/g, ' ')
    for (const lu of [enMots(controles), tableur, papier]) {
      expect(lu).toContain('Un produit sans origine')
      expect(lu).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    }
    const page = await lire(`${ici}/a-affecter`)
    const action = /action="([^"]*a-affecter\/[0-9a-f-]+)"/.exec(page.texte)?.[1]
    expect(action).toBeDefined()
    expect((await lire(action ?? '', { financeur: 'absent' })).vers).toBe(`${ici}/a-affecter`)
    expect((await lire(action ?? '', { financeur: 'entreprise' })).statut).toBe(303)
    expect(enMots((await lire(`${ici}/a-affecter`)).texte)).toContain('Tout est affecté')
    expect((await lire(`${ici}/deposer`, { transmisLe: '20/11/2026', alertesLues: 'on' })).statut).toBe(303)
  })

  it('un exercice vide dit « néant » et la caducité', async () => {
    const coop = await uneCooperative(document(unCas()))
    const texte = enMots((await monter(coop)('/bpf/2023-01-01..2023-12-31')).texte)
    expect(texte).toMatch(/Bilan «.néant.»/)
    expect(texte).toContain('L6351-6')
  })

  it('un doute tranché change le bilan, et deux réglages ensemble ne s’écrasent pas', async () => {
    const cas = unCas()
    const [action] = cas.actions
    const [participant] = action?.participants ?? []
    if (!participant) throw new Error('scène perdue')
    const coop = await uneCooperative(document(cas))
    const lire = monter(coop)
    const ici = '/bpf/2025-01-01..2025-12-31'
    const champs = {
      version: '',
      echeanceLe: '31/05/2026',
      adressePublique: 'oui',
      honorairesEnF2: 'false',
      cape: 'internes',
      coanimation: 'chacun',
      groupement: 'sa-part',
      argentACheval: 'prorata',
      arrondiDeLaPart: 'superieur',
      heuresDeF: 'plus-forts-restes',
    }
    expect((await lire(`${ici}/regler`, champs)).statut).toBe(303)
    expect((await lire(`${ici}/regler`, champs)).statut).toBe(409)
    expect((await lire(`${ici}/regler`, { ...champs, cape: 'ailleurs' })).statut).toBe(422)
    expect(enMots((await lire(ici)).texte)).toContain('31 mai 2026, date que vous avez saisie')
    // L’accord du cadre A se garde, se lit en recopiant, et part avec ce qui se fige.
    expect(enMots((await lire(`${ici}/recopier`)).texte)).toMatch(/adresse publique.: ?oui/)
    expect((await lire(`${ici}/bilan/json`)).texte).toMatch(/"adressePublique":\s*true/)
    expect((await lire(`${ici}/controles?format=csv`)).texte).toContain('Contrôle;Titre;État')
    expect((await lire('/bpf?format=csv')).texte).toContain('01/01/2025;31/12/2025')
    expect(lu(cas).exercice.debut).toBe('2025-01-01')
  })

  it('un exercice hors de la clôture s’ajoute ; deux ne se chevauchent pas', async () => {
    const coop = await uneCooperative(document(unCas()))
    const lire = monter(coop)
    expect((await lire('/bpf', { debut: '01/01/2024', fin: '31/03/2025' })).statut).toBe(303)
    expect((await lire('/bpf', { debut: '01/03/2025', fin: '31/12/2025' })).statut).toBe(409)
    expect((await lire('/bpf', { debut: '01/01/2020', fin: '31/12/2023' })).statut).toBe(409)
    expect((await lire('/bpf', { debut: 'demain', fin: '' })).statut).toBe(422)
  })
})
