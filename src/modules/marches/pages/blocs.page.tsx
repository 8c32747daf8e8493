/** Les blocs de mémoire technique que la coopérative garde : écrits une fois, repris en copie d’un dossier à l’autre. */
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import { type Licence, licences } from '#modules/pole/index.ts'
import {
  Actions,
  Alert,
  Empty,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { choix, date, entier, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { lireBlocs, lireUnBloc } from '../db/blocs.ts'
import { repondAuxMarches } from '../db/interets.ts'
import type { Bloc, BlocGarde, BlocId } from '../domain/memoire.ts'
import { garderBloc, retirerBloc } from '../gestes/memoire.ts'
import { blocsUrl, blocUrl, marchesUrl } from '../liens.ts'
import { phraseDeQuiAnime, RetirerLaLigne } from './commun.tsx'

const codes = Object.keys(licences) as [Licence, ...Licence[]]
/** Les champs d’un bloc, gardé par la coopérative ou copié dans un dossier. */
export const champsDeBloc = {
  titre: texte({ min: 2, max: 200, vide: 'Donnez un titre à ce bloc.' }),
  texte: texte({
    min: 20,
    max: 20_000,
    vide: 'Écrivez ce bloc.',
    court: 'Vingt signes au moins.',
  }),
  auteur: texte({ min: 2, max: 200, vide: 'Dites qui l’a écrit.' }),
  licence: choix(codes, { phrase: 'Choisissez la licence.' }),
  preuve: texte({ max: 500 }),
  preuveLe: facultatif(date()),
}
const champs = z.object({ ...champsDeBloc, version: facultatif(entier({ min: 1 })) })
const champsRetirer = z.object({ bloc: identifiant((t) => asId<'BlocDeMemoire'>(t)) })
export const nomsDeBloc = {
  titre: 'Titre',
  texte: 'Texte',
  auteur: 'Écrit par',
  licence: 'Licence',
  preuve: 'Ce qui le montre',
  preuveLe: 'Preuve du',
}

/** De quoi remplir le formulaire d’un bloc déjà écrit. */
export const departDeBloc = (b: Bloc): Record<string, string> => ({
  titre: b.titre,
  texte: b.texte,
  auteur: b.auteur,
  licence: b.licence,
  preuve: b.preuve,
  preuveLe: b.preuveLe === null ? '' : formaterDate(b.preuveLe as DateCivile, 'chiffres'),
})
export const blocDe = (data: Omit<z.output<typeof champs>, 'version'>): Bloc => ({
  titre: data.titre,
  texte: data.texte,
  auteur: data.auteur,
  licence: data.licence,
  preuve: data.preuve,
  preuveLe: data.preuveLe ?? null,
})
export const direPreuve = (b: Pick<Bloc, 'preuve' | 'preuveLe'>): string =>
  b.preuve === ''
    ? 'aucune preuve dite'
    : `${b.preuve}${b.preuveLe === null ? '' : `, ${formaterDate(b.preuveLe as DateCivile)}`}`

export const ChampsDeBloc = ({ form, cle = '' }: { form: FormState; cle?: string }) => (
  <>
    <Field form={form} cle={cle} name="titre" label="Titre" span={2} />
    <Field form={form} cle={cle} name="auteur" label="Écrit par" />
    <TextArea form={form} cle={cle} name="texte" label="Texte" rows={8} />
    <SelectField
      form={form}
      cle={cle}
      name="licence"
      label="Licence"
      span={3}
      options={codes.map((value) => ({
        value,
        label: `${licences[value].nom} : ${licences[value].phrase}`,
      }))}
    />
    <Field
      form={form}
      cle={cle}
      name="preuve"
      label="Ce qui le montre"
      optional
      span={2}
      hint="« Bilan de la session S-2026-012 »"
    />
    <Field form={form} cle={cle} name="preuveLe" label="Preuve du" optional />
  </>
)

type Liste = { readonly blocs: readonly BlocGarde[]; readonly repond: boolean }
const droit = 'marches.repondre' as const
const fil = [{ libelle: 'Marchés', href: marchesUrl() }]
export const blocsPage = pageEtGestes({
  lien: blocsUrl,
  droit,
  lire: async (tx): Promise<Liste> => ({
    blocs: await lireBlocs(tx),
    repond: await repondAuxMarches(tx),
  }),
  peut: (lu, { ecrit }) => !ecrit || lu.repond || phraseDeQuiAnime,
  vue(_tx, { blocs, repond }, revenu) {
    const form =
      revenu?.geste === 'garder' ? revenu.form : emptyForm(undefined, { licence: 'cc-by-sa' as Licence })
    return (
      <Page
        title="Blocs de mémoire technique"
        lede="Votre coopérative seule les lit. Un dossier en prend une copie : la récrire là ne change pas celui d’ici."
        path={fil}
        alert={revenu?.form.alert}
      >
        <Section titre="Les blocs gardés" id="blocs">
          {blocs.length === 0 ? (
            <Empty titre="Aucun bloc">
              Gardez d’abord ce que chaque acheteur redemande : l’accueil, l’évaluation, l’équipe, les moyens.
            </Empty>
          ) : (
            <Table
              legende="Les blocs que la coopérative garde"
              lignes={blocs}
              colonnes={[
                { titre: 'Bloc', entete: true, cell: (b) => <a href={blocUrl({ bloc: b.id })}>{b.titre}</a> },
                { titre: 'Écrit par', cell: (b) => b.auteur },
                { titre: 'Licence', cell: (b) => licences[b.licence].nom },
                { titre: 'Ce qui le montre', cell: direPreuve },
                { titre: 'Version', cell: (b) => `${b.version}, du ${formaterInstant(b.le)}` },
                {
                  titre: 'Geste',
                  cell: (b) => (
                    <RetirerLaLigne
                      action={`${blocsUrl()}/retirer`}
                      champ="bloc"
                      valeur={b.id}
                      nom={b.titre}
                    />
                  ),
                },
              ]}
            />
          )}
        </Section>
        {repond ? (
          <Section titre="Garder un bloc" id="garder">
            <Form form={form} action={`${blocsUrl()}/garder`} noms={nomsDeBloc}>
              <div class="champs">
                <ChampsDeBloc form={form} />
              </div>
              <Actions libelle="Garder ce bloc" />
            </Form>
          </Section>
        ) : (
          <Alert fort={phraseDeQuiAnime} />
        )}
      </Page>
    )
  },
  gestes: {
    garder: petitGeste<typeof champs, Liste, undefined>({
      champs,
      droit,
      faire: (tx, { data, le, cle }: Envoi<Liste, z.output<typeof champs>>) =>
        garderBloc(tx, { id: cle as BlocId, version: null }, blocDe(data), le),
      suite: () => ({ vers: blocsUrl(), dit: { genre: 'fait', fort: 'Le bloc est gardé.' } }),
    }),
    retirer: petitGeste<typeof champsRetirer, Liste, undefined>({
      champs: champsRetirer,
      droit,
      faire: (tx, { data, le }: Envoi<Liste, z.output<typeof champsRetirer>>) =>
        retirerBloc(tx, data.bloc, le),
      suite: () => ({
        vers: blocsUrl(),
        dit: {
          genre: 'fait',
          fort: 'Le bloc est retiré.',
          suite: 'Ce qui en fut copié dans un dossier y reste.',
        },
      }),
    }),
  },
})

export const blocPage = pageEtGestes({
  lien: blocUrl,
  droit,
  // Retiré pendant qu’on le récrit, un bloc se lit encore : ce qui vient d’être tapé ne se perd pas.
  async lire(tx, { bloc }, { ecrit }): Promise<BlocGarde | undefined> {
    const b = await lireUnBloc(tx, bloc)
    return b && (ecrit || b.retireLe === null) ? b : undefined
  },
  vue(_tx, b, revenu) {
    const form = revenu?.form ?? emptyForm(undefined, departDeBloc(b))
    const retire = b.retireLe !== null
    return (
      <Page
        title={b.titre}
        path={[...fil, { libelle: 'Blocs de mémoire technique', href: blocsUrl() }]}
        alert={revenu?.form.alert}
      >
        <Form
          form={form}
          action={retire ? `${blocsUrl()}/garder` : `${blocUrl({ bloc: b.id })}/corriger`}
          noms={nomsDeBloc}
        >
          <input type="hidden" name="version" value={String(b.version)} />
          <div class="champs">
            <ChampsDeBloc form={form} />
          </div>
          <Actions libelle={retire ? 'Garder comme un bloc neuf' : 'Garder la version suivante'} />
        </Form>
      </Page>
    )
  },
  gestes: {
    corriger: petitGeste<typeof champs, BlocGarde, undefined>({
      champs,
      droit,
      faire: (tx, { lu, data, le }: Envoi<BlocGarde, z.output<typeof champs>>) =>
        garderBloc(tx, { id: lu.id, version: data.version ?? 0 }, blocDe(data), le),
      suite: () => ({
        vers: blocsUrl(),
        dit: { genre: 'fait', fort: 'Le bloc est récrit.', suite: 'Ses copies n’ont pas changé.' },
      }),
    }),
  },
})
