import { describe, expect, it } from 'vitest'
import { donneursDe, type Provenance, ranger } from './provenance.ts'

const de = (traits: Partial<Provenance>): Provenance => ({
  regime: 'convention',
  client: 'Clinique des Tilleuls',
  reference: null,
  pieces: [],
  ...traits,
})
const confiee = de({
  regime: 'sous-traitance-recue',
  client: 'Institut Kerlann Formation',
  reference: 'ST-3301',
})

describe('Ranger un stagiaire sous son client', () => {
  it.each([
    [
      'le client et sa convention',
      de({ pieces: ['CV-2026-0003'] }),
      { rang: 0, groupe: 'Clinique des Tilleuls, convention CV-2026-0003' },
    ],
    ['un client sans convention émise', de({}), { rang: 0, groupe: 'Clinique des Tilleuls' }],
    [
      'un organisme qui confie se dit donneur d’ordre, avec le contrat qui vaut pour lui',
      de({ ...confiee, pieces: ['CV-2026-0009'] }),
      { rang: 1, groupe: 'Institut Kerlann Formation, organisme donneur d’ordre, contrat ST-3301' },
    ],
    [
      'un particulier garde son contrat pour lui',
      de({ regime: 'contrat', client: null, pieces: ['CT-2026-0002'] }),
      { rang: 2, groupe: 'À titre personnel', reference: 'contrat CT-2026-0002' },
    ],
    [
      'le compte personnel de formation n’est la convention de personne',
      de({ regime: 'cpf', client: null }),
      { rang: 2, groupe: 'À titre personnel, compte personnel de formation' },
    ],
    ['sans dossier', de({ regime: null, client: null }), { rang: 3, groupe: 'Sans dossier client' }],
  ] as const)('%s', (_, p, attendu) => {
    expect(ranger(p)).toEqual(attendu)
  })
  it('un donneur d’ordre se nomme une fois, un client jamais', () => {
    expect(donneursDe([confiee, confiee, de({}), undefined])).toEqual([
      { nom: 'Institut Kerlann Formation', contrat: 'ST-3301' },
    ])
  })
})
