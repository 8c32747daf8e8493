/** Les fichiers d’une ligne de registre : joindre, lire, retirer. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { direTaille } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Etat,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { aideFichier, date, facultatif, fichier } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Jointe, lireJointes } from '../db/jointes.ts'
import { type Ligne, lireLigne } from '../db/registre.ts'
import { estPerime } from '../domain/fichier-joint.ts'
import { registreDe } from '../domain/registres.ts'
import { joindreFichier, retirerFichier } from '../gestes/joindre-fichier.ts'
import { aujourdhui } from '../lecture/lire-score.ts'
import { jointesUrl, jointeUrl, ligneUrl, registresUrl, registreUrl, retirerJointeUrl } from '../liens.ts'
import { jourCourt, jourDe } from './audit-vue.tsx'
import { idDuJeton, racine } from './commun.ts'
import { repondreFichier } from './fichier.ts'

const bornes = { genres: ['pdf', 'png', 'jpeg'], max: 10_000_000 } as const
const fields = z.object({
  fichier: fichier({
    ...bornes,
    vide: 'Choisissez un fichier.',
    phrase: `Ce fichier n’est pas ce que son nom annonce, ou n’est pas reçu ici : ${aideFichier({ genres: ['pdf', 'png', 'jpeg'], max: bornes.max })}. Son contenu fait foi, pas son nom.`,
  }),
  fichierExpireLe: facultatif(date()),
})
type Formulaire = FormOf<typeof fields>

/** Les fichiers d’une ligne, et de quoi en joindre. */
export const Jointes = ({
  genre,
  ligne,
  jointes,
  tient,
  jour,
}: {
  genre: string
  ligne: string
  jointes: readonly Jointe[]
  tient: boolean
  jour: string
}) => (
  <Section
    titre="Les fichiers"
    id="fichiers"
    sous="Un fichier qui se périme fait retomber la preuve : joignez le nouveau avant."
  >
    {jointes.length === 0 ? (
      <p>Aucun fichier : la ligne vaut par ce qu’elle dit. Joignez ce qu’un auditeur demandera à voir.</p>
    ) : (
      <Table
        legende="Fichiers joints"
        lignes={jointes}
        colonnes={[
          {
            titre: 'Fichier',
            entete: true,
            cell: (j) =>
              j.retireeLe ? j.nom : <a href={jointeUrl({ genre, ligne, jointe: j.id })}>{j.nom}</a>,
          },
          { titre: 'Taille', nombre: true, cell: (j) => direTaille(j.taille) },
          { titre: 'Joint le', cell: (j) => jourDe(j.jointeLe) },
          { titre: 'Vaut jusqu’au', cell: (j) => (j.expireLe ? jourCourt(j.expireLe) : '') },
          {
            titre: 'État',
            cell: (j) =>
              j.retireeLe ? (
                <Etat etat="sans-objet" mot="retiré" />
              ) : estPerime(j.expireLe, jour) ? (
                <Etat etat="manquant" mot="périmé" />
              ) : (
                <Etat etat="prouve" mot="en vigueur" />
              ),
          },
          {
            titre: 'Geste',
            cell: (j) =>
              tient && !j.retireeLe ? (
                <Form form={emptyForm()} action={retirerJointeUrl({ genre, ligne, jointe: j.id })} classe="">
                  <Button>
                    Retirer<span class="unseen"> {j.nom}</span>
                  </Button>
                </Form>
              ) : null,
          },
        ]}
      />
    )}
    {tient ? (
      <p>
        <a class="button" href={jointesUrl({ genre, ligne })}>
          Joindre un fichier
        </a>
      </p>
    ) : null}
  </Section>
)

const Vue = ({ genre, l, form }: { genre: string; l: Ligne; form: Formulaire }) => (
  <Page
    title="Joindre un fichier"
    lede={l.titre}
    path={[
      ...racine,
      { libelle: 'Les registres', href: registresUrl() },
      { libelle: registreDe(genre)?.titre ?? '', href: registreUrl({ genre }) },
      { libelle: l.titre, href: ligneUrl({ genre, ligne: l.id }) },
    ]}
    alert={form.alert}
  >
    <Form form={form} noms={{ fichier: 'Fichier', fichierExpireLe: 'Vaut jusqu’au' }} fichiers>
      <FieldSection titre="Le fichier">
        <FileField
          form={form}
          name="fichier"
          label="Fichier"
          accept="application/pdf,image/png,image/jpeg"
          hint={aideFichier({ genres: ['pdf', 'png', 'jpeg'], max: bornes.max })}
        />
        <Field
          form={form}
          name="fichierExpireLe"
          label="Vaut jusqu’au"
          optional
          hint="attestation, certificat, assurance"
        />
      </FieldSection>
      <Actions libelle="Joindre">
        <a href={ligneUrl({ genre, ligne: l.id })}>Revenir sans rien joindre</a>
      </Actions>
    </Form>
  </Page>
)

export const jointesPages = ({ db, clock, storage }: Pick<Services, 'db' | 'clock' | 'storage'>) => {
  const pourLigne = (c: Context<Env>, work: (tx: TenantTx, genre: string, l: Ligne) => Promise<Response>) =>
    pourVisiteur(c, db, async (tx) => {
      const [genre, id] = [c.req.param('genre') ?? '', asId<'Ligne'>(c.req.param('ligne') ?? '')]
      const [l] = id && registreDe(genre) ? await lireLigne(tx, genre, id) : []
      return l ? work(tx, genre, l) : notFound(c)
    })
  return new Hono<Env>()
    .get(jointesUrl.modele, exigerDroit('registres.tenir'), (c) =>
      pourLigne(c, async (_tx, genre, l) => c.html(<Vue genre={genre} l={l} form={emptyForm()} />)),
    )
    .post(jointesUrl.modele, exigerDroit('registres.tenir'), async (c) => {
      const read = await readForm(fields, c)
      return pourLigne(c, async (tx, genre, l) => {
        if (!read.ok) return c.html(<Vue genre={genre} l={l} form={read.form} />, read.status)
        const { fichier: f, fichierExpireLe } = read.data
        const le = clock.now()
        const fait = await joindreFichier(
          storage,
          tx,
          {
            id: idDuJeton(read.jeton),
            activite: l.activite,
            ligne: l.id,
            nom: f.nom.split(/[\\/]/).at(-1) || 'fichier',
            genre: f.genre === 'png' || f.genre === 'jpeg' ? f.genre : 'pdf',
            octets: f.octets,
            expireLe: fichierExpireLe ?? null,
          },
          { le, jour: aujourdhui(le) },
        )
        if (!fait.ok)
          return c.html(
            <Vue
              genre={genre}
              l={l}
              form={withErrors(read.form, {
                [fait.error.code === 'terme' ? 'fichierExpireLe' : 'fichier']: fait.error.phrase,
              })}
            />,
            422,
          )
        return redirectWith(c, `${ligneUrl({ genre, ligne: l.id })}#fichiers`, {
          genre: 'fait',
          fort: 'Le fichier est joint.',
        })
      })
    })
    .get(jointeUrl.modele, exigerDroit('qualite.lire'), (c) =>
      pourLigne(c, async (tx, _genre, l) => {
        const j = (await lireJointes(tx, l.id)).find((x) => x.id === c.req.param('jointe') && !x.retireeLe)
        const lu = j && (await storage.get(tx, j.fichier))
        return j && lu ? repondreFichier(lu.octets, j.type, j.nom) : notFound(c)
      }),
    )
    .post(retirerJointeUrl.modele, exigerDroit('registres.tenir'), (c) =>
      pourLigne(c, async (tx, genre, l) => {
        const j = (await lireJointes(tx, l.id)).find((x) => x.id === c.req.param('jointe'))
        if (!j) return notFound(c)
        await retirerFichier(tx, { id: j.id, ligne: l.id, activite: l.activite }, clock.now())
        return redirectWith(c, `${ligneUrl({ genre, ligne: l.id })}#fichiers`, {
          genre: 'fait',
          fort: 'Le fichier est retiré ; sa trace reste.',
        })
      }),
    )
}
