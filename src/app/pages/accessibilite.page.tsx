import { Hono } from 'hono'
import type { Env } from '#web/env.ts'
import { accessibiliteUrl } from '#web/links.ts'
import { PageCommune } from './page-commune.tsx'

const Accessibilite = () => (
  <PageCommune title="Accessibilité" lede="Ce qui est fait, ce qui ne l’est pas, et à qui le dire.">
    <h2>Ce qui est fait</h2>
    <ul>
      <li>Chaque page fonctionne sans script, au clavier seul, et sur un écran de 360 pixels de large.</li>
      <li>Chaque état a un mot et une forme, jamais la seule couleur.</li>
      <li>Une erreur de formulaire est reliée à son champ, et ce qui était écrit est gardé.</li>
      <li>Les pages sont éprouvées par l’outil axe à chaque modification du logiciel.</li>
      <li>Les documents PDF sont balisés pour les lecteurs d’écran (PDF/UA).</li>
    </ul>
    <h2>Ce qui ne l’est pas</h2>
    <p>
      Aucun audit de conformité au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) n’a encore
      été mené par un tiers : cette page ne déclare donc pas de taux de conformité. Un outil automatique ne
      trouve qu’une partie des défauts.
    </p>
    <h2>Un obstacle ?</h2>
    <p>
      Dites-le à votre coopérative ou à l’organisme qui vous forme. Ses coordonnées sont sur ses documents. Il
      doit vous donner le même service par un autre chemin en attendant la correction.
    </p>
  </PageCommune>
)

export const accessibilitePage = new Hono<Env>().get(accessibiliteUrl(), (c) => c.html(<Accessibilite />))
