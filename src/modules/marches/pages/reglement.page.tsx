/** La lecture guidée du règlement de la consultation, par le mandataire : ce qui s’y lit, et rien d’autre. */
import { z } from 'zod'
import { type Envoi, geste } from '#modules/organisme/index.ts'
import {
  Actions,
  CheckboxGroup,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  TextArea,
} from '#web/components.tsx'
import { choix, entier, facultatif, plusieurs, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import {
  type CodeDePiece,
  exigencesDe,
  lireAutres,
  lireCriteres,
  lireNoms,
  piecesConnues,
  piecesDeLaVoie,
  type Reglement,
} from '../domain/pieces.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { ecrireAuDossier } from '../gestes/reponse.ts'
import { lireReponse, type Reponse } from '../lecture/lire-reponse.ts'
import { dossiersUrl, dossierUrl, marchesUrl, piecesUrl, reglementUrl } from '../liens.ts'

const codes = Object.keys(piecesConnues) as [CodeDePiece, ...CodeDePiece[]]
const champs = z.object({
  voie: choix(['marche', 'sieg'], { phrase: 'Dites ce que c’est.' }),
  reference: texte({ max: 100 }),
  adresseDuProfil: texte({ max: 500 }),
  questionsAvant: texte({ max: 100 }),
  formeImposee: texte({ max: 200 }),
  dureeMois: facultatif(entier({ min: 1, max: 120, phrase: 'Une durée en mois, de 1 à 120.' })),
  criteres: texte({ max: 4000 }),
  obligations: texte({ max: 4000 }),
  pieces: plusieurs(codes, { phrase: 'Cochez ce que le règlement demande.' }),
  autres: texte({ max: 4000 }),
  noms: texte({ max: 4000 }),
  motif: texte({ max: 500 }),
})
type Formulaire = FormOf<typeof champs>

export const fil = (r: Reponse) => [
  { libelle: 'Marchés', href: marchesUrl() },
  { libelle: 'Dossiers à plusieurs', href: dossiersUrl() },
  { libelle: r.d.g.objet, href: dossierUrl({ groupement: r.d.g.id }) },
]
export const Motif = ({ r, form, le }: { r: Reponse; form: Formulaire | FormOf<z.ZodObject>; le: Date }) =>
  resteAvantLimite(r.d.g.limite, le).moment === 'gel' ? (
    <TextArea
      form={form as FormOf<z.ZodObject<{ motif: ReturnType<typeof texte> }>>}
      name="motif"
      label="Le dossier est gelé depuis la veille : pourquoi changer"
      rows={2}
    />
  ) : null

const Vue = ({ r, form, le }: { r: Reponse; form: Formulaire; le: Date }) => (
  <Page
    title="Lire le règlement"
    lede="Recopiez ce que dit le règlement de la consultation. Ce qu’il ne dit pas, laissez-le vide : Coforme ne devine rien."
    path={[...fil(r), { libelle: 'Pièces', href: piecesUrl({ groupement: r.d.g.id }) }]}
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{
        voie: 'Voie',
        criteres: 'Critères',
        pieces: 'Pièces',
        noms: 'Noms des fichiers',
        dureeMois: 'Durée',
      }}
    >
      <FieldSection titre="La consultation">
        <RadioGroup
          form={form}
          name="voie"
          label="C’est"
          options={[
            { value: 'marche', label: 'un marché public' },
            {
              value: 'sieg',
              label:
                'une habilitation de service d’intérêt économique général (L6121-2-1 du code du travail) : ni DC1, ni DC2, un budget de compensation',
            },
          ]}
        />
        <Field form={form} name="reference" label="Référence" optional />
        <Field form={form} name="adresseDuProfil" label="Où déposer : profil d’acheteur" optional span={2} />
        <Field form={form} name="questionsAvant" label="Questions jusqu’au" optional />
        <Field form={form} name="formeImposee" label="Forme imposée après attribution" optional />
        <Field form={form} name="dureeMois" label="Durée, en mois" optional inputmode="numeric" />
        <TextArea
          form={form}
          name="criteres"
          label="Critères et points, un par ligne"
          hint="« Valeur technique : 60 »"
          rows={3}
          optional
        />
        <TextArea
          form={form}
          name="obligations"
          label="D’une habilitation : les obligations de service public, une par ligne"
          rows={3}
          optional
        />
      </FieldSection>
      <FieldSection titre="Les pièces">
        <CheckboxGroup
          form={form}
          name="pieces"
          label="Ce que le règlement demande"
          options={codes.map((value) => ({ value, label: piecesConnues[value].titre }))}
        />
        <TextArea
          form={form}
          name="autres"
          label="D’autres pièces, une par ligne"
          hint="ajoutez « ; membre » si chaque membre la donne"
          rows={3}
          optional
        />
        <TextArea
          form={form}
          name="noms"
          label="Le nom que le règlement donne aux fichiers, un par ligne"
          hint="« dc2 = 02_DC2_{membre} » ; les noms à gauche : dc1, dc2, habilitation, fiscale, vigilance…"
          rows={4}
          optional
        />
        <Motif r={r} form={form} le={le} />
      </FieldSection>
      <Actions libelle="Enregistrer cette lecture" />
    </Form>
  </Page>
)

const enTexte = (r: Reglement | undefined) =>
  r && {
    ...r,
    dureeMois: r.dureeMois === null ? '' : String(r.dureeMois),
    criteres: r.criteres.map((c) => `${c.nom} : ${c.points}`).join('\n'),
    pieces: r.exigences.filter((e) => Object.hasOwn(piecesConnues, e.code)).map((e) => e.code),
    autres: r.exigences
      .filter((e) => !Object.hasOwn(piecesConnues, e.code))
      .map((e) => (e.portee === 'membre' ? `${e.titre} ; membre` : e.titre))
      .join('\n'),
    noms: r.exigences
      .filter((e) => e.nom !== '')
      .map((e) => `${e.code} = ${e.nom}`)
      .join('\n'),
  }

export const reglementPage = geste({
  lien: reglementUrl,
  droit: 'marches.repondre',
  lire: async (tx, { groupement }, { visiteur, le, ecrit }) =>
    enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit }),
  peut: (r: Reponse) => r.mandataire || 'Le mandataire lit le règlement pour tous.',
  champs,
  depart: (_tx, r: Reponse) => {
    const lu = enTexte(r.reglement)
    return (lu ? { ...lu, exigences: undefined } : { voie: 'marche' }) as never
  },
  vue: (r, form, { le, ecrit }, tx) =>
    enMontrant(tx, r.d, { revenu: ecrit, le }, <Vue r={r} form={form} le={le} />),
  async faire(tx, { lu: r, data, le }: Envoi<Reponse, z.output<typeof champs>>) {
    const non = (champ: string, phrase: string) => ({
      ok: false as const,
      error: { code: champ, phrase, champs: { [champ]: phrase } },
    })
    const criteres = lireCriteres(data.criteres)
    if (!criteres) return non('criteres', 'Un critère par ligne, ainsi : « Valeur technique : 60 ».')
    const permises = piecesDeLaVoie(data.voie)
    const enTrop = data.pieces.filter((p) => !permises.includes(p))
    if (enTrop.length > 0)
      return non(
        'pieces',
        `${enTrop.map((p) => piecesConnues[p].titre).join(', ')} : ${data.voie === 'sieg' ? 'une habilitation n’en demande pas.' : 'un marché n’en demande pas.'}`,
      )
    const autres = lireAutres(data.autres)
    const noms = lireNoms(data.noms, [...data.pieces, ...autres.map((a) => a.code)])
    if (!noms) return non('noms', 'Une pièce cochée par ligne, ainsi : « dc2 = 02_DC2_{membre} ».')
    const { pieces, autres: _a, noms: _n, motif, criteres: _c, ...dits } = data
    const contenu: Reglement = {
      ...dits,
      dureeMois: data.dureeMois ?? null,
      criteres,
      exigences: exigencesDe(pieces, noms, autres),
    }
    return ecrireAuDossier(tx, r, 'reglement', contenu, { motif }, le)
  },
  suite: (_f, r) => ({
    vers: piecesUrl({ groupement: r.d.g.id }),
    dit: { genre: 'fait', fort: 'Le règlement est lu.', suite: 'Chaque membre sait ce qu’il verse.' },
  }),
})
