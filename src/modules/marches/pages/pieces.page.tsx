/** Les pièces d’un dossier : ce que demande le règlement, ce que chaque membre a versé, ce qui manque, et les papiers préremplis. */
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  ButtonLink,
  Empty,
  Etat,
  Facts,
  Field,
  FileField,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { aideFichier, date, facultatif, fichierFacultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { lireCoffre, type PieceDeCoffre } from '../db/pieces.ts'
import { manquesDeSignature } from '../domain/convention.ts'
import { direReste, resteAvantLimite } from '../domain/echeance.ts'
import { type Connus, champsVides, composerFormulaire, papiersDuDossier } from '../domain/formulaires.ts'
import { membresPresents } from '../domain/groupement.ts'
import { memoireDepasse } from '../domain/memoire.ts'
import type { EtatDAttendu } from '../domain/pieces.ts'
import { enMontrant, enNotant } from '../gestes/lectures.ts'
import { retirerDuDossier, verserDuCoffre, verserPiece } from '../gestes/reponse.ts'
import { connusDe, estAttribue } from '../lecture/connus.ts'
import { lireReponse, type Reponse } from '../lecture/lire-reponse.ts'
import {
  archiveUrl,
  capaciteUrl,
  coffreUrl,
  depotUrl,
  memoireUrl,
  papierUrl,
  piecesUrl,
  prixUrl,
  reglementUrl,
} from '../liens.ts'
import { bornesDePiece, enFichier } from './coffre.page.tsx'
import { direTerme } from './commun.tsx'
import { Ecartees, ici, Liste, nomDe } from './pieces-vue.tsx'
import { fil } from './reglement.page.tsx'

const champs = z.object({
  exigence: texte({ min: 1, max: 80, vide: 'Choisissez la pièce.' }),
  coffre: facultatif(identifiant((t) => asId<'PieceDeCoffre'>(t))),
  fichier: fichierFacultatif(bornesDePiece),
  expireLe: facultatif(date()),
  motif: texte({ max: 500 }),
})
const champsPiece = z.object({
  piece: identifiant((t) => asId<'PieceDeMarche'>(t)),
  motif: texte({ max: 500 }),
})

type Lu = {
  readonly r: Reponse
  readonly coffre: readonly PieceDeCoffre[]
  readonly connus: Connus
  readonly le: Date
}

const Verser = ({ lu: { r, coffre, le }, form }: { lu: Lu; form: FormState }) => {
  const { moment } = resteAvantLimite(r.d.g.limite, le)
  if (moment === 'passe') return <p>La date limite est passée : le dossier ne change plus.</p>
  const siennes = r.attendus.filter((a) => a.membre === null || a.membre.organisme === r.moi)
  return (
    <Form
      form={form}
      action={`${ici(r)}/verser`}
      fichiers
      noms={{ exigence: 'Pièce', coffre: 'Au coffre', fichier: 'Fichier', expireLe: 'Vaut jusqu’au' }}
    >
      <div class="champs">
        <SelectField
          form={form}
          name="exigence"
          label="Pièce demandée"
          vide="choisir"
          options={siennes.map((a) => ({
            value: a.exigence.code,
            label: `${a.exigence.titre}${a.etat === 'versee' ? ' (déjà versée)' : ''}`,
          }))}
        />
        <SelectField
          form={form}
          name="coffre"
          label="De votre coffre"
          vide="ou joignez un fichier"
          options={coffre.map((p) => ({
            value: p.id,
            label: `${p.titre}${p.expireLe ? `, jusqu’au ${formaterDate(p.expireLe as DateCivile, 'chiffres')}` : ''}`,
          }))}
        />
        <Field
          form={form}
          name="expireLe"
          label="Vaut jusqu’au"
          optional
          hint="d’un fichier joint ; le coffre le sait"
        />
        <FileField
          form={form}
          name="fichier"
          label="Ou un fichier"
          accept="application/pdf,image/png,image/jpeg"
          hint={aideFichier(bornesDePiece)}
        />
        {moment === 'gel' ? (
          <TextArea
            form={form}
            name="motif"
            label="Le dossier est gelé depuis la veille : pourquoi changer"
            rows={2}
          />
        ) : null}
      </div>
      <Actions libelle="Verser au dossier" genre="main">
        <a href={coffreUrl()}>Ranger une pièce au coffre</a>
      </Actions>
    </Form>
  )
}

const Papiers = ({ lu: { r, connus } }: { lu: Lu }) => {
  const papiers = papiersDuDossier(r.d, r.reglement?.voie ?? 'marche', estAttribue(r)).map((p) => ({
    ...p,
    vides: champsVides(composerFormulaire(p.code, r.d, r.reglement, r.capacites, p.qui, connus)),
  }))
  return (
    <Section
      titre="Papiers préremplis"
      id="papiers"
      sous="Une base à relire, dans nos mots : le formulaire officiel n’a pas été ouvert. Un champ inconnu y est un cadre vide."
    >
      {papiers.length === 0 ? (
        <p>Une habilitation de service d’intérêt économique général ne demande ni DC1, ni DC2, ni DC4.</p>
      ) : (
        <Table
          legende="Les papiers que le dossier préremplit"
          lignes={papiers}
          colonnes={[
            {
              titre: 'Papier',
              entete: true,
              cell: (p) => (
                <a href={papierUrl({ groupement: r.d.g.id, papier: p.code, qui: p.qui ?? 'groupement' })}>
                  {p.nom}
                </a>
              ),
            },
            {
              titre: 'À remplir à la main',
              cell: (p) =>
                p.vides === 0 ? (
                  'rien'
                ) : (
                  <Etat etat="partiel" mot={`${p.vides} champ${p.vides > 1 ? 's' : ''}`} />
                ),
            },
          ]}
        />
      )}
      {papiers.length === 0 ? null : (
        <p>
          L’acte d’engagement que joint l’acheteur passe avant : remplissez alors le sien. Celui d’ici dit le
          total une fois les prix ouverts ; le mandataire y recopie la part de chaque membre depuis{' '}
          <a href={prixUrl({ groupement: r.d.g.id })}>la page des prix</a>, ouverte dans son navigateur.
          Coforme ne compose pas le DUME (document unique de marché européen) : remplissez-le hors de Coforme,
          et versez-le comme une autre pièce.
        </p>
      )}
      <p>
        <ButtonLink href={capaciteUrl({ groupement: r.d.g.id })}>
          {r.capacites.has(r.moi) ? 'Corriger notre déclaration' : 'Écrire notre déclaration'}
        </ButtonLink>
      </p>
    </Section>
  )
}

const motsDuManque = {
  versee: '',
  perimee: 'ne vaudra plus à la date limite.',
  'sans-terme': 'versée sans son terme : versez-la de nouveau, avec le jour jusqu’auquel elle vaut.',
  manquante: 'manque.',
} as const satisfies Record<EtatDAttendu, string>
/** Ce qui manque encore, du règlement, des déclarations et des signatures de la convention ; rien : le dossier est complet à sa date limite. */
export const manquesDeLaReponse = (r: Reponse): readonly string[] => [
  ...(r.reglement === undefined
    ? [`${nomDe(r, r.d.g.mandataire)} : lire le règlement de la consultation.`]
    : []),
  ...(r.reglement?.voie === 'sieg' && r.reglement.obligations.trim() === ''
    ? ['Le mandataire recopie les obligations de service public.']
    : []),
  ...membresPresents(r.d)
    .filter((m) => r.reglement?.voie !== 'sieg' && !r.capacites.has(m.organisme))
    .map((m) => `${m.nom} : écrire sa déclaration.`),
  ...r.attendus
    .filter((a) => a.etat !== 'versee')
    .map(
      (a) => `${a.exigence.titre}${a.membre === null ? '' : `, ${a.membre.nom}`} : ${motsDuManque[a.etat]}`,
    ),
  ...[memoireDepasse(r.ecrits, r.pieces, r.d.membres)].filter((x) => x !== undefined),
  ...(r.d.g.etat === 'constitue'
    ? manquesDeSignature(membresPresents(r.d), r.d.convention, r.d.signatures)
    : []),
]

const Vue = ({ lu, form }: { lu: Lu; form: FormState }) => {
  const { r, le } = lu
  const reste = resteAvantLimite(r.d.g.limite, le)
  const reglement = r.reglement
  return (
    <Page
      title="Pièces du dossier"
      path={fil(r)}
      alert={form.alert}
      facts={
        <Facts
          faits={[
            ['Ferme', direTerme(r.d.g.limite, r.d.g.zone)],
            ['Reste', direReste(reste.minutes)],
            ['Manque', String(manquesDeLaReponse(r).length)],
          ]}
        />
      }
    >
      {reste.moment === 'gel' ? (
        <Alert fort="Le dossier est gelé depuis la veille.">
          Ce qui s’y écrit, s’y verse ou s’en retire porte un motif, lu de tous.
        </Alert>
      ) : null}
      <Section titre="Le règlement de la consultation" id="reglement">
        {reglement === undefined ? (
          <Empty titre="Le règlement n’est pas lu">
            {r.mandataire
              ? 'Recopiez ce qu’il demande : la liste des pièces en est tirée.'
              : 'Le mandataire le lit pour tous.'}
          </Empty>
        ) : (
          <Facts
            faits={[
              [
                'C’est',
                reglement.voie === 'sieg'
                  ? 'une habilitation (SIEG), hors code de la commande publique'
                  : 'un marché public',
              ],
              ['Référence', reglement.reference || 'non dite'],
              ['Questions jusqu’au', reglement.questionsAvant || 'non dit'],
              ['Forme imposée', reglement.formeImposee || 'non dite'],
              ['Critères', reglement.criteres.map((c) => `${c.nom} ${c.points}`).join(', ') || 'non dits'],
              ...(reglement.voie === 'sieg'
                ? ([['Obligations de service public', reglement.obligations || 'à écrire']] as const)
                : []),
            ]}
          />
        )}
        {r.mandataire && reste.moment !== 'passe' ? (
          <p>
            <ButtonLink href={reglementUrl({ groupement: r.d.g.id })}>
              {reglement === undefined ? 'Lire le règlement' : 'Corriger la lecture'}
            </ButtonLink>
          </p>
        ) : null}
      </Section>
      {reglement === undefined ? null : (
        <Section titre="Ce qui est demandé" id="demande">
          <Liste r={r} le={le} />
          <Ecartees r={r} le={le} />
        </Section>
      )}
      {reglement === undefined ? null : (
        <Section
          titre="Verser une pièce"
          id="verser"
          sous="Une copie, chiffrée par les clés de l’instance, lue de chaque membre de ce dossier ; un bordereau des prix, un budget de compensation, du mandataire et de qui le verse."
        >
          <Verser lu={lu} form={form} />
        </Section>
      )}
      <Papiers lu={lu} />
      <Section titre="Ensuite" id="ensuite">
        <p class="gestes-l">
          <ButtonLink href={archiveUrl({ groupement: r.d.g.id })}>
            Emporter l’archive, nommée selon le règlement
          </ButtonLink>{' '}
          <ButtonLink href={memoireUrl({ groupement: r.d.g.id })}>Mémoire technique</ButtonLink>{' '}
          <ButtonLink href={prixUrl({ groupement: r.d.g.id })}>Prix</ButtonLink>{' '}
          <ButtonLink href={depotUrl({ groupement: r.d.g.id })}>Dépôt</ButtonLink>
        </p>
      </Section>
    </Page>
  )
}

const droit = 'marches.repondre' as const
export const piecesPage = ({ keys, storage }: Pick<Services, 'keys' | 'storage'>) =>
  pageEtGestes({
    lien: piecesUrl,
    droit,
    async lire(tx, { groupement }, { visiteur, le, ecrit }): Promise<Lu | undefined> {
      const r = await enNotant(tx, await lireReponse(tx, groupement, visiteur.organisme?.id), { le, ecrit })
      return r && { r, coffre: await lireCoffre(tx), connus: await connusDe(tx, r, le), le }
    },
    vue: (tx, lu, revenu) =>
      enMontrant(
        tx,
        lu.r.d,
        { revenu, le: lu.le },
        <Vue lu={lu} form={revenu?.geste === 'verser' ? revenu.form : emptyForm(undefined, {})} />,
      ),
    gestes: {
      verser: petitGeste<typeof champs, Lu, undefined>({
        champs,
        droit,
        async faire(tx, { lu: { r }, data, le, cle }: Envoi<Lu, z.output<typeof champs>>) {
          const p = { id: cle, exigence: data.exigence, motif: data.motif }
          if (data.coffre) return verserDuCoffre(tx, { keys, storage }, r, { ...p, coffre: data.coffre }, le)
          const f = data.fichier
          if (!f) {
            const phrase = 'Choisissez une pièce du coffre, ou joignez un fichier.'
            return { ok: false, error: { code: 'fichier', phrase, champs: { fichier: phrase } } }
          }
          return verserPiece(tx, keys, r, { ...p, expireLe: data.expireLe ?? null }, enFichier(f), le)
        },
        suite: (_f, { r }) => ({ vers: ici(r), dit: { genre: 'fait', fort: 'La pièce est versée.' } }),
      }),
      retirer: petitGeste<typeof champsPiece, Lu, undefined>({
        champs: champsPiece,
        droit,
        faire: (tx, { lu: { r }, data, le }: Envoi<Lu, z.output<typeof champsPiece>>) =>
          retirerDuDossier(tx, r, data.piece, data.motif, le),
        suite: (_f, { r }) => ({
          vers: ici(r),
          dit: { genre: 'fait', fort: 'La pièce est retirée du dossier.' },
        }),
      }),
    },
  })
