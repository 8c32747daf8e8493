import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { ButtonLink, Confirm, Empty, Field, Page, RadioGroup, Section, Table } from '#web/components.tsx'
import type { PersonneContribution } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { choix, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { nomDeLaFiche, type PartsDeSession, partsDeLaPersonne } from '../db/effacement.ts'
import { type Fondement, fondements, type PartiePrivee } from '../domain/entree.ts'
import { effacerDuRegistre } from '../gestes/effacer-du-registre.ts'
import { effacerUrl, ficheUrl } from '../liens.ts'

const codes = Object.keys(fondements) as [Fondement, ...Fondement[]]
const fields = z.object({
  fondement: choix(codes, { phrase: 'Dites sur quoi se fonde l’effacement.' }),
  motif: texte({ min: 3, max: 300, vide: 'Écrivez pourquoi : un effacement ne se défait pas.' }),
})

const mots: Readonly<Record<PartiePrivee, string>> = {
  identite: 'nom',
  connexion: 'connexion',
  trace: 'tracé',
  motif: 'motif',
}

const Vue = ({
  form,
  nom,
  personne,
  sessions,
}: {
  form: FormOf<typeof fields>
  nom: string
  personne: string
  sessions: readonly PartsDeSession[]
}) => (
  <Page
    title="Effacer du registre"
    lede={`Ce que le registre des présences garde ${de(nom)}. Effacées, ces parts ne se lisent, ne se prouvent ni ne se devinent plus ; les entrées restent, et la chaîne se vérifie toujours.`}
    path={[{ libelle: nom, href: ficheUrl({ personne }) }]}
    alert={form.alert}
  >
    {sessions.length === 0 ? (
      <Empty titre="Le registre ne garde plus rien de cette personne">
        Ses entrées n’ont plus ni nom, ni connexion, ni tracé, ni motif.
      </Empty>
    ) : (
      <>
        <Table
          legende="Parts gardées, par session"
          lignes={sessions}
          colonnes={[
            { titre: 'Session', entete: true, cell: (s) => `${s.numero}, ${s.intitule}` },
            { titre: 'Entrées', cell: (s) => s.numeros.join(', ') },
            { titre: 'Parts', cell: (s) => s.parts.map((p) => mots[p]).join(', ') },
          ]}
        />
        <Confirm
          form={form}
          titre="Effacer ces parts"
          phrase="Cela ne se défait pas. Tant qu’un financeur ou un contrôle peut demander ces présences, gardez-les : le certificat seul ne dira plus qui a signé. Les pièces déjà émises et la fiche de la personne ne changent pas ici."
          geste={`Effacer les parts ${de(nom)}`}
          renoncer={{ libelle: 'Ne rien effacer', href: ficheUrl({ personne }) }}
        >
          <RadioGroup
            form={form}
            name="fondement"
            label="Fondement"
            options={codes.map((value) => ({ value, label: fondements[value] }))}
          />
          <Field
            form={form}
            name="motif"
            label="Pourquoi"
            hint="Au journal ; sans nom ni détail de santé."
            maxlength={300}
          />
        </Confirm>
      </>
    )}
  </Page>
)

export const effacerPages = new Hono<Env>()
  .use(effacerUrl.modele, exigerDroit('donnees.effacer'))
  .on(['GET', 'POST'], effacerUrl.modele, async (c) => {
    const visiteur = c.get('visiteur')
    const personne = asId<'Personne'>(c.req.param('personne') ?? '')
    const services = c.get('services')
    const lu =
      visiteur && personne
        ? await services.db.withTenant(visiteur.acces, async (tx) => ({
            nom: await nomDeLaFiche(tx, personne),
            sessions: await partsDeLaPersonne(tx, [personne]),
          }))
        : undefined
    if (!visiteur || !personne || !lu?.nom) return notFound(c)
    const vue = (form: FormOf<typeof fields>) => (
      <Vue form={form} nom={lu.nom ?? ''} personne={personne} sessions={lu.sessions} />
    )
    if (c.req.method === 'GET') return c.html(vue(emptyForm()))
    const read = await readForm(fields, c)
    if (!read.ok) return c.html(vue(read.form), read.status)
    const r = await effacerDuRegistre(services, visiteur.acces, { personne, ...read.data })
    if (r.ok)
      return redirectWith(c, effacerUrl({ personne }), {
        genre: 'fait',
        fort: `${r.value.parts} parts effacées ; l’entrée ${r.value.entrees.join(', ')} du registre le dit.`,
      })
    return c.html(vue(withAlert(read.form, { titre: 'Rien n’a été effacé', phrase: r.error.phrase })), 409)
  })

/** Sur la fiche d’une personne, à qui conduit les effacements. */
export const contributionRegistre: PersonneContribution = {
  nom: 'registre',
  rang: 90,
  async section(tx, personnes, visiteur) {
    const [personne] = personnes
    if (!personne || !peutVisiteur(visiteur, 'donnees.effacer')) return undefined
    const id = asId<'Personne'>(personne)
    const sessions = id ? await partsDeLaPersonne(tx, [id]) : []
    if (sessions.length === 0) return undefined
    return (
      <Section titre="Registre des présences" id="registre">
        <p>
          {sessions.reduce((n, s) => n + s.numeros.length, 0)} entrées portent encore des parts personnelles.
        </p>
        <p>
          <ButtonLink href={effacerUrl({ personne })}>Voir et effacer</ButtonLink>
        </p>
      </Section>
    )
  },
}
