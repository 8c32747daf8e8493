/** Le coffre : les pièces que les acheteurs redemandent, avec jusqu’à quand elles valent. */
import { Hono } from 'hono'
import { z } from 'zod'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { direTaille } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Envoi, exigerDroit, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  Empty,
  Etat,
  Field,
  FileField,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { aideFichier, choix, date, facultatif, fichier, identifiant, mimeDe, texte } from '#web/fields.ts'
import { emptyForm, type FormState } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { repondAuxMarches } from '../db/interets.ts'
import { lireCoffre, type PieceDeCoffre } from '../db/pieces.ts'
import { type GenreDePiece, genresDePiece, JOURS_DE_RAPPEL } from '../domain/pieces.ts'
import { type Fichier, rangerAuCoffre, retirerDuCoffre } from '../gestes/reponse.ts'
import { blocsUrl, coffreUrl, marchesUrl, pieceDeCoffreUrl } from '../liens.ts'
import { phraseDeQuiAnime, RetirerLaLigne } from './commun.tsx'

export const bornesDePiece = { genres: ['pdf', 'png', 'jpeg'], max: 10_000_000 } as const
export const champFichier = fichier({ ...bornesDePiece, vide: 'Choisissez un fichier.' })
const codes = Object.keys(genresDePiece) as [GenreDePiece, ...GenreDePiece[]]
const champs = z.object({
  genre: choix(codes, { phrase: 'Choisissez ce que c’est.' }),
  titre: texte({ min: 2, max: 200, vide: 'Nommez cette pièce.' }),
  fichier: champFichier,
  expireLe: facultatif(date()),
  accord: texte({ max: 500 }),
})
const champsPiece = z.object({ piece: identifiant((t) => asId<'PieceDeCoffre'>(t)) })

type Lu = {
  readonly pieces: readonly PieceDeCoffre[]
  readonly jour: string
  readonly bientot: string
  readonly repond: boolean
}
export const EtatDuTerme = ({
  expireLe,
  jour,
  bientot,
}: {
  expireLe: string | null
  jour: string
  bientot: string
}) =>
  expireLe === null ? (
    <>sans terme</>
  ) : expireLe < jour ? (
    <Etat etat="manquant" mot={`périmée le ${formaterDate(expireLe as never, 'chiffres')}`} />
  ) : expireLe <= bientot ? (
    <Etat etat="partiel" mot={`jusqu’au ${formaterDate(expireLe as never, 'chiffres')}`} />
  ) : (
    <>jusqu’au {formaterDate(expireLe as never, 'chiffres')}</>
  )

const Vue = ({ lu, form }: { lu: Lu; form: FormState }) => (
  <Page
    title="Coffre de pièces"
    lede="Ce que les acheteurs redemandent, lu de votre coopérative seule. Vous en versez une copie à un dossier quand il le faut."
    path={[{ libelle: 'Marchés', href: marchesUrl() }]}
    alert={form.alert}
  >
    <Section
      titre="Les pièces"
      id="pieces"
      sous={`« Aujourd’hui » rappelle une pièce ${JOURS_DE_RAPPEL} jours avant son terme.`}
    >
      {lu.pieces.length === 0 ? (
        <Empty titre="Le coffre est vide">
          Rangez-y d’abord ce qui se périme : attestation de vigilance, assurance, Kbis.
        </Empty>
      ) : (
        <Table
          legende="Les pièces du coffre"
          lignes={lu.pieces}
          colonnes={[
            {
              titre: 'Pièce',
              entete: true,
              cell: (p) => (
                <>
                  <a href={pieceDeCoffreUrl({ piece: p.id })}>{p.titre}</a>{' '}
                  <small>{direTaille(p.taille)}</small>
                </>
              ),
            },
            { titre: 'Genre', cell: (p) => genresDePiece[p.genre].nom },
            {
              titre: 'Vaut',
              cell: (p) => <EtatDuTerme expireLe={p.expireLe} jour={lu.jour} bientot={lu.bientot} />,
            },
            { titre: 'Accord du client', cell: (p) => p.accord },
            {
              titre: 'Geste',
              cell: (p) => (
                <RetirerLaLigne action={`${coffreUrl()}/retirer`} champ="piece" valeur={p.id} nom={p.titre} />
              ),
            },
          ]}
        />
      )}
    </Section>
    {lu.repond ? (
      <Section titre="Ranger une pièce" id="ranger">
        <Form
          form={form}
          action={`${coffreUrl()}/ranger`}
          fichiers
          noms={{
            genre: 'Genre',
            titre: 'Titre',
            fichier: 'Fichier',
            expireLe: 'Vaut jusqu’au',
            accord: 'Accord du client',
          }}
        >
          <div class="champs">
            <SelectField
              form={form}
              name="genre"
              label="Genre"
              vide="choisir"
              options={codes.map((value) => ({ value, label: genresDePiece[value].nom }))}
            />
            <Field form={form} name="titre" label="Titre" span={2} />
            <FileField
              form={form}
              name="fichier"
              label="Fichier"
              accept="application/pdf,image/png,image/jpeg"
              hint={aideFichier(bornesDePiece)}
            />
            <Field
              form={form}
              name="expireLe"
              label="Vaut jusqu’au"
              optional
              hint="attendu d’une attestation, d’un certificat"
            />
            <TextArea
              form={form}
              name="accord"
              label="Pour une référence : qui, chez le client, accepte d’être cité, et quand"
              rows={2}
              optional
            />
          </div>
          <Actions libelle="Ranger au coffre">
            <a href={blocsUrl()}>Vos blocs de mémoire technique</a>
          </Actions>
        </Form>
      </Section>
    ) : (
      <Alert fort={phraseDeQuiAnime} />
    )}
  </Page>
)

export const enFichier = (f: z.output<typeof champFichier>): Fichier => ({
  nom: (f.nom.split(/[\\/]/).at(-1) || 'fichier').slice(0, 200),
  type: mimeDe(f) as Fichier['type'],
  octets: f.octets,
})

const droit = 'marches.repondre' as const
export const coffrePage = ({ db, storage }: Pick<Services, 'db' | 'storage'>) =>
  new Hono<Env>()
    .route(
      '/',
      pageEtGestes({
        lien: coffreUrl,
        droit,
        async lire(tx, _p, { le }): Promise<Lu> {
          const jour = jourLocal(le, ZONE_PAR_DEFAUT)
          return {
            pieces: await lireCoffre(tx),
            jour,
            bientot: ajouterJours(jour, JOURS_DE_RAPPEL),
            repond: await repondAuxMarches(tx),
          }
        },
        peut: (lu, { ecrit }) => !ecrit || lu.repond || phraseDeQuiAnime,
        vue: (_tx, lu, revenu) => (
          <Vue lu={lu} form={revenu?.geste === 'ranger' ? revenu.form : emptyForm()} />
        ),
        gestes: {
          ranger: petitGeste<typeof champs, Lu, undefined>({
            champs,
            droit,
            faire: (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champs>>) =>
              rangerAuCoffre(
                storage,
                tx,
                {
                  id: cle,
                  genre: data.genre,
                  titre: data.titre,
                  expireLe: data.expireLe ?? null,
                  accord: data.accord,
                },
                enFichier(data.fichier),
                { le, jour: lu.jour },
              ),
            suite: () => ({ vers: coffreUrl(), dit: { genre: 'fait', fort: 'La pièce est rangée.' } }),
          }),
          retirer: petitGeste<typeof champsPiece, Lu, undefined>({
            champs: champsPiece,
            droit,
            faire: (tx, { data, le }: Envoi<Lu, z.output<typeof champsPiece>>) =>
              retirerDuCoffre(tx, data.piece, le),
            suite: () => ({
              vers: coffreUrl(),
              dit: {
                genre: 'fait',
                fort: 'La pièce est retirée du coffre.',
                suite: 'Ce qui en fut versé à un dossier y reste.',
              },
            }),
          }),
        },
      }),
    )
    .get(pieceDeCoffreUrl.modele, exigerDroit(droit), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const p = (await lireCoffre(tx)).find((x) => x.id === c.req.param('piece'))
        const lu = p && (await storage.get(tx, p.fichier))
        return p && lu ? fichierAEnregistrer({ nom: p.nom, type: p.type, octets: lu.octets }) : notFound(c)
      }),
    )
