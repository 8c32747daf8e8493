import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bornesXml, decoderXml, lireXml } from '#platform/xml/lire-xml.ts'
import { lireLheo, type OptionsLecture } from '../domain/lheo.ts'

const options: OptionsLecture = { texteBrut: (t) => t.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') }
const octets = (t: string) => new TextEncoder().encode(t)

const catalogue = (
  interieur: string,
  espace = 'http://lheo.gouv.fr/2.3',
) => `<?xml version="1.0" encoding="UTF-8"?>
<lheo xmlns="${espace}"><offres>${interieur}</offres></lheo>`
const organisme = (siret = '99912047000011', nda = '84389914238') =>
  `<organisme-formation-responsable><numero-activite>${nda}</numero-activite><SIRET-organisme-formation><SIRET>${siret}</SIRET></SIRET-organisme-formation><nom-organisme>Langue &amp; Lien</nom-organisme></organisme-formation-responsable>`
const formation = (o: { periode?: string; action?: string; tete?: string; organisme?: string } = {}) => `
<formation numero="F1">
<domaine-formation><code-FORMACODE>15234</code-FORMACODE><code-NSF>136</code-NSF><code-ROME>K2111</code-ROME></domaine-formation>
<intitule-formation>Conduire une réunion en anglais</intitule-formation>
<objectif-formation>&lt;p&gt;Animer &lt;b&gt;une&lt;/b&gt; réunion&lt;/p&gt;</objectif-formation>
<resultats-attendus>-</resultats-attendus><contenu-formation>Trois ateliers</contenu-formation>
<certifiante>0</certifiante><parcours-de-formation>1</parcours-de-formation><code-niveau-entree>14</code-niveau-entree>
${o.tete ?? ''}
<action numero="A1"><rythme-formation>Temps plein</rythme-formation><code-public-vise>81061</code-public-vise>
<niveau-entree-obligatoire>0</niveau-entree-obligatoire><modalites-enseignement>1</modalites-enseignement>
<modalites-entrees-sorties>0</modalites-entrees-sorties>${o.action ?? '<prix-total-TTC>1400.00</prix-total-TTC>'}
<session numero="S1"><periode>${o.periode ?? '<debut>20270322</debut><fin>20270324</fin>'}</periode><etat-recrutement>1</etat-recrutement></session></action>
${o.organisme ?? organisme()}
</formation>`

const lire = (xml: string, o: OptionsLecture = options) => {
  const arbre = lireXml(xml)
  if (!arbre.ok) throw new Error(arbre.error.phrase)
  const lu = lireLheo(arbre.value, o)
  if (!lu.ok) throw new Error(lu.error.code)
  return lu.value
}
const codes = (xml: string, o?: OptionsLecture) => lire(xml, o).constats.map((c) => c.code)

describe('lire un catalogue LHEO', () => {
  it.each([
    ['http://lheo.gouv.fr/2.3', '2.3'],
    ['http://www.lheo.org/2.2', '2.2'],
  ])('l’espace %s est la version %s', (espace, version) =>
    expect(lire(catalogue(formation(), espace)).version).toBe(version),
  )

  it('une offre complète se lit sans un constat', () => {
    const { offres, constats } = lire(catalogue(formation()))
    expect(constats).toEqual([])
    expect(offres).toHaveLength(1)
    expect(offres[0]).toMatchObject({
      numero: 'F1',
      intitule: 'Conduire une réunion en anglais',
      objectif: 'Animer une réunion',
      resultats: null,
      certifiante: false,
      parcours: { code: '1', libelle: 'en groupe' },
      niveauEntree: { code: '14', libelle: 'niveau 4' },
      formacodes: ['15234'],
      nsf: ['136'],
      rome: ['K2111'],
      organisme: { nom: 'Langue & Lien', siret: '99912047000011', nda: '84389914238' },
      actions: [
        {
          numero: 'A1',
          publics: ['81061'],
          modalites: { libelle: 'mixte' },
          prixTotalTtc: 140_000,
          sessions: [{ numero: 'S1', debut: '2027-03-22', fin: '2027-03-24' }],
        },
      ],
    })
  })

  it.each([
    ['<debut>20270231</debut><fin>20270324</fin>', ['date-inexistante']],
    ['<debut>2027-03-22</debut><fin>20270324</fin>', ['date-inexistante']],
    ['<debut>99999999</debut><fin>99999999</fin>', []],
    ['<debut>20270324</debut><fin>20270322</fin>', ['periode-inverse']],
  ])('période %s : %j', (periode, attendus) =>
    expect(codes(catalogue(formation({ periode })))).toEqual(attendus),
  )
  it('99999999 est une date inconnue, pas une date absente', () =>
    expect(
      lire(catalogue(formation({ periode: '<debut>99999999</debut><fin>99999999</fin>' }))).offres[0]
        ?.actions[0]?.sessions[0],
    ).toMatchObject({ debut: 'inconnue', fin: 'inconnue' }))

  it.each([
    [
      {
        action:
          '<nombre-heures-centre>14</nombre-heures-centre><nombre-heures-entreprise>7</nombre-heures-entreprise><nombre-heures-total>20</nombre-heures-total>',
      },
      ['heures-incoherentes'],
    ],
    [{ action: '<nombre-heures-total>13,5</nombre-heures-total>' }, ['nombre-illisible']],
    [{ action: '<prix-total-TTC>gratuit</prix-total-TTC>' }, ['montant-illisible']],
    [
      { action: '<organisme-financeur><code-financeur>6</code-financeur></organisme-financeur>' },
      ['code-obsolete'],
    ],
    [
      { action: '<organisme-financeur><code-financeur>77</code-financeur></organisme-financeur>' },
      ['code-inconnu'],
    ],
    [{ tete: '<code-niveau-sortie>6</code-niveau-sortie>' }, ['code-obsolete']],
    [{ tete: '<code-niveau-sortie>toString</code-niveau-sortie>' }, ['code-inconnu']],
    [{ tete: '<certification><code-RNCP>40344</code-RNCP></certification>' }, []],
    [{ tete: '<certification><code-RNCP>bleu</code-RNCP></certification>' }, ['certification-forme']],
    [{ organisme: organisme('99912047000012') }, ['siret-cle']],
    [{ organisme: organisme(undefined, '99999999999') }, ['nda-inconnu']],
    [{ organisme: ' ' }, ['organisme-absent']],
  ])('%j : %j', (o, attendus) => expect(codes(catalogue(formation(o)))).toEqual(attendus))
  it('l’ancien niveau III devient le niveau 5 du cadre de 2019', () =>
    expect(
      lire(catalogue(formation({ tete: '<code-niveau-sortie>6</code-niveau-sortie>' }))).offres[0]
        ?.niveauSortie2019,
    ).toBe(5))
  it('une offre d’un autre organisme est dite, pas refusée', () => {
    const attendu = { siret: '12345678200002', nda: '11753262975' }
    const lu = lire(catalogue(formation()), { ...options, attendu })
    expect(lu.offres).toHaveLength(1)
    expect(lu.constats).toMatchObject([{ code: 'identite-etrangere', niveau: 'avertissement' }])
    expect(
      codes(catalogue(formation()), { ...options, attendu: { siret: '99912047000011', nda: '84389914238' } }),
    ).toEqual([])
  })
  it('une formation sans intitulé est une erreur à sa ligne, et les autres sont lues', () => {
    const lu = lire(catalogue(`<formation>\n</formation>${formation()}`))
    expect(lu.offres).toHaveLength(1)
    expect(lu.constats).toMatchObject([
      { niveau: 'erreur', code: 'intitule-absent', ligne: 2, chemin: 'formation[0]/intitule-formation' },
    ])
  })
  it('un autre XML est refusé avec une phrase', () => {
    const refusDe = (xml: string) => {
      const arbre = lireXml(xml)
      const lu = arbre.ok ? lireLheo(arbre.value, options) : arbre
      return lu.ok ? 'lu' : lu.error.code
    }
    expect(refusDe('<html/>')).toBe('pas-lheo')
    expect(refusDe(catalogue('', 'urn:autre'))).toBe('espace-inconnu')
    expect(refusDe(catalogue('', 'constructor'))).toBe('espace-inconnu')
  })
})

describe('lire du XML hostile', () => {
  const code = (xml: string) => {
    const lu = lireXml(xml)
    return lu.ok ? 'lu' : lu.error.code
  }
  it.each([
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'xml-doctype'],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'xml-doctype'],
    ['<a>&b;</a>', 'xml-mal-forme'],
    ['<a><b></a>', 'xml-mal-forme'],
    ['', 'xml-mal-forme'],
    ['texte', 'xml-mal-forme'],
    ['<a/><b/>', 'xml-mal-forme'],
    ['<p:a/>', 'xml-mal-forme'],
    ['<a>'.repeat(bornesXml.profondeur + 1), 'xml-trop-profond'],
    [`<a ${Array.from({ length: 41 }, (_, i) => `x${i}=""`).join(' ')}/>`, 'xml-trop-de-noeuds'],
    ['<a>é &amp; &#233; <![CDATA[<b>]]></a>', 'lu'],
  ])('%s', (xml, attendu) => expect(code(xml)).toBe(attendu))
  it('le refus dit la ligne', () => expect(lireXml('<a>\n\n<b></a>')).toMatchObject({ error: { ligne: 3 } }))
  it('un attribut nommé comme un prototype n’abîme rien', () => {
    const lu = lireXml('<a __proto__="x" numero="1"/>')
    expect(lu.ok && lu.value.attributs.numero).toBe('1')
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
  it('l’encodage annoncé est cru, et vérifié', () => {
    const latin = Uint8Array.from(
      [...'<?xml version="1.0" encoding="ISO-8859-1"?><a>']
        .map((c) => c.charCodeAt(0))
        .concat(
          [0xe9],
          [...'</a>'].map((c) => c.charCodeAt(0)),
        ),
    )
    const lu = decoderXml(latin)
    expect(lu.ok && lireXml(lu.value)).toMatchObject({ value: { texte: 'é' } })
    expect(decoderXml(Uint8Array.from([0x3c, 0x61, 0x3e, 0xe9]))).toMatchObject({
      error: { code: 'xml-encodage' },
    })
    expect(decoderXml(octets('<?xml version="1.0" encoding="UTF-7"?><a/>'))).toMatchObject({
      error: { code: 'xml-encodage' },
    })
    expect(decoderXml(new Uint8Array(bornesXml.octets + 1))).toMatchObject({
      error: { code: 'xml-trop-gros' },
    })
  })
  it('aucun texte ne fait lever la lecture', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((t) => `<a>${t}</a>`),
        ),
        (t) => typeof lireXml(t).ok === 'boolean',
      ),
    ))
})

const reel = resolve(import.meta.dirname, '../../../../../shared/donnees/lheo-exemple-onisep.xml')
const present = existsSync(reel)
/** Le fichier public n’est pas à nous, il reste dehors : sans lui, il n’y a rien à essayer. */
const siPresent = present ? describe : () => {}
siPresent('une offre réelle de l’Onisep', () => {
  it('se lit entière', () => {
    const decode = decoderXml(readFileSync(reel))
    if (!decode.ok) throw new Error(decode.error.phrase)
    const lu = lire(decode.value)
    expect(lu.version).toBe('2.2')
    expect(lu.offres).toMatchObject([
      {
        intitule: 'BTS négociation et relation client',
        certifications: ['RNCP474'],
        niveauSortie2019: 5,
        formacodes: ['34582', '34076'],
      },
    ])
    expect(lu.constats.filter((c) => c.niveau === 'erreur')).toEqual([])
    expect(lu.offres[0]?.actions.length).toBeGreaterThan(0)
  })
})
